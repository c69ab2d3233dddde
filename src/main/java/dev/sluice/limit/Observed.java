package dev.sluice.limit;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a reply's headers tell of one limit.
 *
 * @param limit the limit, or null
 * @param remaining what was left of it when the request was admitted, or null
 * @param reset how long until it is full again, or null
 */
public record Observed(
        @Nullable Long limit,
        @Nullable Long remaining,
        @Nullable Duration reset) {
    /** A reply that tells nothing. */
    public static final Observed NOTHING = new Observed(null, null, null);

    private static final long MOST_OF_AN_HOUR = Duration.ofMinutes(20).toNanos();

    /**
     * Returns whether the limit is for a day rather than a minute: the time that the whole limit would take to come
     * back, foretold from what is missing of it.
     */
    boolean perDay() {
        if (limit == null || remaining == null || reset == null || remaining >= limit) {
            return false;
        }
        return reset.toNanos() / (limit - remaining) > MOST_OF_AN_HOUR / limit;
    }
}
