package dev.sluice.limit;

import java.time.Duration;
import java.util.Arrays;

/** What the provider accepted lately, in slots of a quarter second. Not thread-safe: its pool holds the lock. */
final class Goodput {
    private static final long SLOT = Duration.ofMillis(250).toNanos();
    private static final int SLOTS = 8;
    private static final long PER_MINUTE = Duration.ofMinutes(1).toNanos();
    private final long[] amounts = new long[SLOTS];
    private final long[] numbers = new long[SLOTS];

    Goodput() {
        Arrays.fill(numbers, Long.MIN_VALUE);
    }

    void add(long amount, long now) {
        long number = Math.floorDiv(now, SLOT);
        int slot = (int) Math.floorMod(number, (long) SLOTS);
        if (numbers[slot] != number) {
            numbers[slot] = number;
            amounts[slot] = 0;
        }
        amounts[slot] += amount;
    }

    /** Returns the amount a minute over the whole slots since a moment, at most two seconds back; 0 where too few. */
    long perMinute(long since, long now) {
        long last = Math.floorDiv(now, SLOT) - 1;
        long first = Math.max(Math.floorDiv(since, SLOT) + 1, last - SLOTS + 2);
        long slots = last - first + 1;
        if (slots < SLOTS / 2) {
            return 0;
        }
        long sum = 0;
        for (long number = first; number <= last; number++) {
            int slot = (int) Math.floorMod(number, (long) SLOTS);
            sum += numbers[slot] == number ? amounts[slot] : 0;
        }
        return sum * (PER_MINUTE / SLOT) / slots;
    }
}
