package dev.sluice.simulator;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What {@code openai-poll-after-ms} says of something that is not done. Immutable.
 *
 * @param fixed the time until the next poll, or null for the time that is left
 */
public record RunPollAfter(@Nullable Duration fixed) {
    private static final String REMAINING = "remaining";

    /** Returns the same time for every reply. */
    public static RunPollAfter every(Duration value) {
        return new RunPollAfter(value);
    }

    /** Returns the time that is left until the end. */
    public static RunPollAfter remaining() {
        return new RunPollAfter(null);
    }

    /**
     * Returns what a text such as {@code 500ms} or {@code remaining} means.
     *
     * @throws IllegalArgumentException for any other text
     */
    public static RunPollAfter parse(String text) {
        return text.equals(REMAINING) ? remaining() : every(DurationText.parse(text));
    }

    /** Returns the value of the header, in milliseconds rounded up. */
    String text(Duration left) {
        return String.valueOf(DurationText.ceilMillis((fixed == null ? left : fixed).toNanos()));
    }
}
