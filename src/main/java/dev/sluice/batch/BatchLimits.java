package dev.sluice.batch;

import org.jspecify.annotations.Nullable;

/**
 * How large one batch may be.
 *
 * @param requests the most requests
 * @param bytes the longest file
 * @param inputs the most embedding inputs of all requests together
 * @param enqueuedTokens the most prompt tokens
 */
public record BatchLimits(int requests, long bytes, long inputs, long enqueuedTokens) {
    private static final int REQUESTS = 50_000;
    /** The API takes 200 MB, whatever it means by that. */
    private static final long BYTES = 190_000_000;

    private static final long INPUTS = 50_000;

    /** Returns what the API allows, in a queue with room for so many tokens; null for one without bounds. */
    public static BatchLimits of(@Nullable Long enqueuedTokens) {
        return new BatchLimits(REQUESTS, BYTES, INPUTS, enqueuedTokens == null ? Long.MAX_VALUE : enqueuedTokens);
    }
}
