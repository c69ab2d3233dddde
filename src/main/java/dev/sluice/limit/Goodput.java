package dev.sluice.limit;

import java.time.Duration;
import java.util.Arrays;

/** What the provider accepted lately, in slots of a quarter second. Not thread-safe: its pool holds the lock. */
final class Goodput {
    private static final long SLOT = Duration.ofMillis(250).toNanos();
    private static final int SLOTS = 48;
    private static final int FEWEST_SLOTS = 4;
    private static final int ENOUGH_SLOTS = 8;
    private static final int FEWEST_REQUESTS = 4;
    private static final int ENOUGH_REQUESTS = 20;
    private static final long PER_MINUTE = Duration.ofMinutes(1).toNanos();
    private final long[] amounts = new long[SLOTS];
    private final int[] requests = new int[SLOTS];
    private final long[] numbers = new long[SLOTS];

    Goodput() {
        Arrays.fill(numbers, Long.MIN_VALUE);
    }

    /** Counts a request that took this amount. */
    void add(long amount, long now) {
        long number = Math.floorDiv(now, SLOT);
        int slot = (int) Math.floorMod(number, (long) SLOTS);
        if (numbers[slot] != number) {
            numbers[slot] = number;
            amounts[slot] = 0;
            requests[slot] = 0;
        }
        amounts[slot] += amount;
        requests[slot]++;
    }

    /**
     * Returns the amount a minute over whole slots, from a moment on and no further back than two seconds or twenty
     * requests; 0 where that is too little to tell.
     */
    long perMinute(long since, long now) {
        long last = Math.floorDiv(now, SLOT) - 1;
        long first = Math.max(Math.floorDiv(since, SLOT) + 1, last - SLOTS + 2);
        long sum = 0;
        int count = 0;
        int slots = 0;
        for (long number = last;
                number >= first && (slots < ENOUGH_SLOTS || count < ENOUGH_REQUESTS);
                number--, slots++) {
            int slot = (int) Math.floorMod(number, (long) SLOTS);
            if (numbers[slot] == number) {
                sum += amounts[slot];
                count += requests[slot];
            }
        }
        return slots < FEWEST_SLOTS || count < FEWEST_REQUESTS ? 0 : sum * (PER_MINUTE / SLOT) / slots;
    }

    /** Returns the amount of the last four slots, the present one included. */
    long lastSecond(long now) {
        long present = Math.floorDiv(now, SLOT);
        long sum = 0;
        for (long number = present; number > present - FEWEST_SLOTS; number--) {
            int slot = (int) Math.floorMod(number, (long) SLOTS);
            sum += numbers[slot] == number ? amounts[slot] : 0;
        }
        return sum;
    }
}
