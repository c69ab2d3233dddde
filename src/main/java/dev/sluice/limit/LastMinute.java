package dev.sluice.limit;

import java.time.Duration;
import java.util.Arrays;

/** What was used in the last sixty seconds. Not thread-safe: its pool holds the lock. */
final class LastMinute {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final int SECONDS = 60;
    private final long[] amounts = new long[SECONDS];
    private final long[] seconds = new long[SECONDS];

    LastMinute() {
        Arrays.fill(seconds, Long.MIN_VALUE);
    }

    void add(long amount, long now) {
        long second = Math.floorDiv(now, SECOND);
        int slot = (int) Math.floorMod(second, (long) SECONDS);
        if (seconds[slot] != second) {
            seconds[slot] = second;
            amounts[slot] = 0;
        }
        amounts[slot] += amount;
    }

    long sum(long now) {
        long oldest = Math.floorDiv(now, SECOND) - SECONDS;
        long sum = 0;
        for (int slot = 0; slot < SECONDS; slot++) {
            sum += seconds[slot] > oldest ? amounts[slot] : 0;
        }
        return sum;
    }
}
