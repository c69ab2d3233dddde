package dev.sluice.evidence;

import java.util.Arrays;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/** The figures of one thing that is counted, requests or tokens. Immutable. */
final class Counts {
    /** Of the minutes with at least one request. */
    final Distribution busyMinutes;

    /** Of all minutes of the days. */
    final Distribution allMinutes;

    final Distribution days;
    final @Nullable Long limit;
    private final long[] ofDays;
    private final LongUnaryOperator units;

    /**
     * Works out the figures.
     *
     * @param ofMinutes the counts of busy minutes
     * @param ofDays the counts of days
     * @param allMinutes how many minutes the days have
     * @param limit the limit a minute, or null where unknown
     * @param units what the limit counts for as many
     */
    Counts(long[] ofMinutes, long[] ofDays, long allMinutes, @Nullable Long limit, LongUnaryOperator units) {
        // What is in order already is put in order at once.
        long[] sorted = ofMinutes.clone();
        Arrays.sort(sorted);
        this.busyMinutes = Distribution.of(sorted);
        this.allMinutes = Distribution.withZeros(sorted, Math.max(allMinutes, sorted.length));
        this.days = Distribution.of(ofDays);
        this.ofDays = ofDays.clone();
        this.limit = limit;
        this.units = units;
    }

    /** Returns the line through the days. */
    Trend trend() {
        return Trend.through(ofDays);
    }

    String shareOf(long count) {
        return Words.share(units.applyAsLong(count), limit);
    }

    /** Returns whether the limit is known and more than as many a minute. */
    boolean allows(long perMinute) {
        return limit != null && units.applyAsLong(perMinute) < limit;
    }

    /** Returns how much of the limit the busiest minute used, in percent, or -1 where no limit is known. */
    long peakPercent() {
        return limit == null || limit == 0 ? -1 : Words.percent(units.applyAsLong(busyMinutes.peak()), limit);
    }
}
