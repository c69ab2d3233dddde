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

    private static final double MINUTE = Duration.ofMinutes(1).toNanos();
    private static final double DAY = Duration.ofDays(1).toNanos();
    private static final long HOUR = Duration.ofHours(1).toNanos();
    /** Shorter times are often rounded up. */
    private static final long TELLING = Duration.ofSeconds(5).toNanos();

    private static final long ROUNDED = Duration.ofMillis(1_500).toNanos();

    /**
     * Returns whether the limit is for a day rather than a minute: what is missing comes back in more than an hour, or as
     * slowly as it would of a day's.
     */
    boolean perDay() {
        if (limit == null || remaining == null || reset == null) {
            return false;
        }
        double expected = (limit - remaining) * DAY / limit;
        long told = reset.toNanos();
        return told > HOUR || (told >= TELLING && Math.abs((double) told - expected) <= expected / 4);
    }

    /**
     * Returns whether this can be a bucket that refills steadily within a minute: what is missing comes back as slowly as
     * it would there, or nothing is told of that. A window that ends at its time is none.
     */
    boolean maybeBucketOfMinute() {
        if (limit == null || remaining == null || reset == null || reset.isZero()) {
            return true;
        }
        double expected = (limit - remaining) * MINUTE / limit;
        return Math.abs((double) reset.toNanos() - expected) <= Math.max((double) ROUNDED, expected * 3 / 10);
    }
}
