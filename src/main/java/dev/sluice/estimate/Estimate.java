package dev.sluice.estimate;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
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
     * @param requests how many requests carry them, those within batches included
     * @param batches how many batches they go in, 0 where they go online
     * @param inputTokens tokens of the prompts
     * @param outputTokens tokens of the answers: their stated maximum, else what is assumed
     * @param assumed whether the length of some answers is an assumption
     * @param time how long the pool's limits need at least for all that goes online through it, or null where no limit is known
     *     or all goes in batches
     * @param online what it costs sent one by one, in USD, or null where the price is unknown
     * @param batch what it costs by the Batch API, in USD, or null where the price is unknown or the API takes it not
     */
    public record Share(
            String model,
            String pool,
            long prompts,
            long requests,
            long batches,
            long inputTokens,
            long outputTokens,
            boolean assumed,
            @Nullable Duration time,
            @Nullable BigDecimal online,
            @Nullable BigDecimal batch) {}

    /** Returns how many prompts are sent. */
    public long sent() {
        return sum(Share::prompts);
    }

    /** Returns how many requests there are. */
    public long requests() {
        return sum(Share::requests);
    }

    /** Returns all parts as one, of no model and no pool; pools work at the same time, so that the slowest one tells the time. */
    public Share total() {
        return new Share(
                "",
                "",
                sent(),
                requests(),
                sum(Share::batches),
                sum(Share::inputTokens),
                sum(Share::outputTokens),
                shares.stream().anyMatch(Share::assumed),
                time(),
                usd(Share::online),
                usd(Share::batch));
    }

    private long sum(ToLongFunction<Share> figure) {
        return shares.stream().mapToLong(figure).sum();
    }

    /** Returns how long what goes online takes at least, or null where a limit of it is unknown or all goes in batches. */
    private @Nullable Duration time() {
        Duration longest = null;
        for (Share share : shares) {
            if (share.batches() == 0) {
                if (share.time() == null) {
                    return null;
                }
                longest = longest == null || share.time().compareTo(longest) > 0 ? share.time() : longest;
            }
        }
        return longest;
    }

    private @Nullable BigDecimal usd(Function<Share, @Nullable BigDecimal> amount) {
        BigDecimal sum = BigDecimal.ZERO;
        for (Share share : shares) {
            BigDecimal part = amount.apply(share);
            if (part == null) {
                return null;
            }
            sum = sum.add(part);
        }
        return sum;
    }

    /** Returns what all of it costs sent one by one, in USD, or null where a price is unknown. */
    public @Nullable BigDecimal online() {
        return usd(Share::online);
    }
}
