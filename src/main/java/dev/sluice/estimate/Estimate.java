package dev.sluice.estimate;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What prompts would cost, were they sent now. Immutable.
 *
 * @param prompts how many prompts there are, those that are not sent included
 * @param unusable how many of them can't be sent: unreadable lines, and prompts that don't fit their model's context
 * @param repeated how many take the result of an identical one of their file
 * @param shares the parts, one for each model and limit pool
 */
public record Estimate(long prompts, long unusable, long repeated, List<Share> shares) {
    /** Copies the parts. */
    public Estimate {
        shares = List.copyOf(shares);
    }

    /**
     * The prompts to one model.
     *
     * @param model the model
     * @param pool the limit pool that holds for it
     * @param prompts how many prompts are sent
     * @param requests how many requests carry them
     * @param inputTokens tokens of the prompts
     * @param outputTokens tokens of the answers: their stated maximum, else what is assumed
     * @param assumed whether the length of some answers is an assumption
     * @param time how long the pool's limits need for it at least, or null where no limit is known
     * @param online what it costs sent one by one, in USD, or null where the price is unknown
     * @param batch what it costs by the Batch API, in USD, or null where the price is unknown or the API takes it not
     */
    public record Share(
            String model,
            String pool,
            long prompts,
            long requests,
            long inputTokens,
            long outputTokens,
            boolean assumed,
            @Nullable Duration time,
            @Nullable BigDecimal online,
            @Nullable BigDecimal batch) {}

    /** Returns how many prompts are sent. */
    public long sent() {
        return shares.stream().mapToLong(Share::prompts).sum();
    }

    /** Returns how many requests there are. */
    public long requests() {
        return shares.stream().mapToLong(Share::requests).sum();
    }

    /** Returns what all of it costs sent one by one, in USD, or null where a price is unknown. */
    public @Nullable BigDecimal online() {
        BigDecimal sum = BigDecimal.ZERO;
        for (Share share : shares) {
            if (share.online() == null) {
                return null;
            }
            sum = sum.add(share.online());
        }
        return sum;
    }
}
