package dev.sluice.config;

import org.jspecify.annotations.Nullable;

/**
 * What the command line says about the default profile and its pool; null leaves a value as it is.
 *
 * @param model the model
 * @param endpoint the endpoint's label, such as {@code chat}
 * @param maxTokens the most output tokens of an answer
 * @param system the system prompt
 * @param lane the lane, such as {@code batch}
 * @param start what a prompt of the lane {@code polled} starts
 * @param requestsPerMinute the most requests a minute
 * @param tokensPerMinute the most tokens a minute
 * @param imagesPerMinute the most images a minute
 * @param maxInFlight the most requests under way at once
 */
public record QuickStart(
        @Nullable String model,
        @Nullable String endpoint,
        @Nullable Integer maxTokens,
        @Nullable String system,
        @Nullable String lane,
        @Nullable String start,
        @Nullable Long requestsPerMinute,
        @Nullable Long tokensPerMinute,
        @Nullable Long imagesPerMinute,
        @Nullable Integer maxInFlight) {

    /** Leaves everything as it is. */
    public static final QuickStart NONE = new QuickStart(null, null, null, null, null, null, null, null, null, null);

    /** Tells whether the limits of files stay as they are. */
    boolean limitsNothing() {
        return requestsPerMinute == null && tokensPerMinute == null && imagesPerMinute == null && maxInFlight == null;
    }
}
