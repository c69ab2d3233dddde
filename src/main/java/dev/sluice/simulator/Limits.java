package dev.sluice.simulator;

import org.jspecify.annotations.Nullable;

/**
 * The limits that the simulated provider holds for a model or a family of models; null is no such limit. Immutable.
 *
 * @param requestsPerMinute the most requests a minute
 * @param tokensPerMinute the most tokens a minute
 * @param imagesPerMinute the most images a minute
 * @param requestsPerDay the most requests a day
 * @param tokensPerDay the most tokens a day
 * @param maxConcurrent the most requests under way at once
 * @param enqueuedTokens the most tokens of batches that are not done
 */
public record Limits(
        @Nullable Long requestsPerMinute,
        @Nullable Long tokensPerMinute,
        @Nullable Long imagesPerMinute,
        @Nullable Long requestsPerDay,
        @Nullable Long tokensPerDay,
        @Nullable Long maxConcurrent,
        @Nullable Long enqueuedTokens) {
    private static final Limits NONE = new Limits(null, null, null, null, null, null, null);

    /** Checks the ranges. */
    public Limits {
        check("requests-per-minute", requestsPerMinute);
        check("tokens-per-minute", tokensPerMinute);
        check("images-per-minute", imagesPerMinute);
        check("requests-per-day", requestsPerDay);
        check("tokens-per-day", tokensPerDay);
        check("max-concurrent", maxConcurrent);
        check("enqueued-tokens", enqueuedTokens);
    }

    /** Returns no limit at all. */
    public static Limits none() {
        return NONE;
    }

    /** Returns these limits with another number of requests a minute, null for no such limit. */
    public Limits withRequestsPerMinute(@Nullable Long value) {
        return new Limits(
                value, tokensPerMinute, imagesPerMinute, requestsPerDay, tokensPerDay, maxConcurrent, enqueuedTokens);
    }

    /** Returns these limits with another number of tokens a minute, null for no such limit. */
    public Limits withTokensPerMinute(@Nullable Long value) {
        return new Limits(
                requestsPerMinute, value, imagesPerMinute, requestsPerDay, tokensPerDay, maxConcurrent, enqueuedTokens);
    }

    /** Returns these limits with another number of images a minute, null for no such limit. */
    public Limits withImagesPerMinute(@Nullable Long value) {
        return new Limits(
                requestsPerMinute, tokensPerMinute, value, requestsPerDay, tokensPerDay, maxConcurrent, enqueuedTokens);
    }

    /** Returns these limits with another number of requests a day, null for no such limit. */
    public Limits withRequestsPerDay(@Nullable Long value) {
        return new Limits(
                requestsPerMinute,
                tokensPerMinute,
                imagesPerMinute,
                value,
                tokensPerDay,
                maxConcurrent,
                enqueuedTokens);
    }

    /** Returns these limits with another number of tokens a day, null for no such limit. */
    public Limits withTokensPerDay(@Nullable Long value) {
        return new Limits(
                requestsPerMinute,
                tokensPerMinute,
                imagesPerMinute,
                requestsPerDay,
                value,
                maxConcurrent,
                enqueuedTokens);
    }

    /** Returns these limits with another number of requests at once, null for no such limit. */
    public Limits withMaxConcurrent(@Nullable Long value) {
        return new Limits(
                requestsPerMinute,
                tokensPerMinute,
                imagesPerMinute,
                requestsPerDay,
                tokensPerDay,
                value,
                enqueuedTokens);
    }

    /** Returns these limits with another number of tokens of batches that are not done, null for no such limit. */
    public Limits withEnqueuedTokens(@Nullable Long value) {
        return new Limits(
                requestsPerMinute,
                tokensPerMinute,
                imagesPerMinute,
                requestsPerDay,
                tokensPerDay,
                maxConcurrent,
                value);
    }

    @Nullable
    Long of(Scope scope) {
        return switch (scope) {
            case REQUESTS_PER_MINUTE -> requestsPerMinute;
            case TOKENS_PER_MINUTE -> tokensPerMinute;
            case IMAGES_PER_MINUTE -> imagesPerMinute;
            case REQUESTS_PER_DAY -> requestsPerDay;
            case TOKENS_PER_DAY -> tokensPerDay;
            case CONCURRENT -> maxConcurrent;
        };
    }

    private static void check(String name, @Nullable Long value) {
        if (value != null && value < 1) {
            throw new IllegalArgumentException(name + " must be >= 1: value=" + value);
        }
    }
}
