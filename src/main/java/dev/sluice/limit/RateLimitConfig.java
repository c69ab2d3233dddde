package dev.sluice.limit;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The limits of one pool: a set of limits that its models share.
 *
 * @param name the pool's name, of {@code a-z}, {@code 0-9} and {@code -}
 * @param models the models that it holds for: names, or prefixes that end in {@code *}; {@code *} is for all others
 * @param requestsPerMinute the most requests a minute, or null for no such limit
 * @param tokensPerMinute the most tokens a minute, or null for no such limit
 * @param imagesPerMinute the most images a minute, or null for no such limit
 * @param requestsPerDay the most requests a day, or null for no such limit
 * @param tokensPerDay the most tokens a day, or null for no such limit
 * @param enqueuedTokens the most prompt tokens that batches under way may have together, or null for no such limit
 * @param auto whether limits that it doesn't name are to be found out from the provider's replies
 * @param burst the time over which the pace is even: a tenth of it may be caught up at once
 * @param maxInFlight the most requests under way at once, at least 1
 * @param abovePromptTokens it holds only for prompts of more tokens than this, at least 0
 */
public record RateLimitConfig(
        String name,
        List<String> models,
        @Nullable Long requestsPerMinute,
        @Nullable Long tokensPerMinute,
        @Nullable Long imagesPerMinute,
        @Nullable Long requestsPerDay,
        @Nullable Long tokensPerDay,
        @Nullable Long enqueuedTokens,
        boolean auto,
        Duration burst,
        int maxInFlight,
        long abovePromptTokens) {

    private static final Duration ONE_SECOND = Duration.ofSeconds(1);

    /** Creates limits of requests and tokens a minute without limits a day; without any they are to be found out. */
    public RateLimitConfig(
            String name,
            List<String> models,
            @Nullable Long requestsPerMinute,
            @Nullable Long tokensPerMinute,
            int maxInFlight) {
        this(
                name,
                models,
                requestsPerMinute,
                tokensPerMinute,
                null,
                null,
                null,
                null,
                requestsPerMinute == null && tokensPerMinute == null,
                ONE_SECOND,
                maxInFlight,
                0);
    }

    /** Creates limits without one for batches. */
    public RateLimitConfig(
            String name,
            List<String> models,
            @Nullable Long requestsPerMinute,
            @Nullable Long tokensPerMinute,
            @Nullable Long imagesPerMinute,
            @Nullable Long requestsPerDay,
            @Nullable Long tokensPerDay,
            boolean auto,
            Duration burst,
            int maxInFlight,
            long abovePromptTokens) {
        this(
                name,
                models,
                requestsPerMinute,
                tokensPerMinute,
                imagesPerMinute,
                requestsPerDay,
                tokensPerDay,
                null,
                auto,
                burst,
                maxInFlight,
                abovePromptTokens);
    }

    /** Copies the models. Ranges are checked by the configuration, which reports all problems at once. */
    public RateLimitConfig {
        models = List.copyOf(models);
    }

    /** Returns whether this pool holds for a model, and how specifically: the length of the match, or -1 for none. */
    public int specificityFor(String model) {
        return models.stream()
                .mapToInt(pattern -> pattern.endsWith("*")
                        ? (model.startsWith(pattern.substring(0, pattern.length() - 1)) ? pattern.length() - 1 : -1)
                        : (pattern.equals(model) ? Integer.MAX_VALUE : -1))
                .max()
                .orElse(-1);
    }
}
