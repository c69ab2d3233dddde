package dev.sluice.evidence;

import java.util.Arrays;

/** The minutes of some days in which a model was asked at least once, in order. A year has half a million. For one thread. */
final class BusyMinutes {
    private static final int AT_FIRST = 1_024;
    private long[] minutes = new long[AT_FIRST];
    private long[] requests = new long[AT_FIRST];
    private long[] tokens = new long[AT_FIRST];
    private int count;

    /**
     * Adds a minute.
     *
     * @param minute minutes since 1970 UTC, later than all so far
     * @param ofRequests its requests
     * @param ofTokens its tokens of prompts and answers
     */
    void add(long minute, long ofRequests, long ofTokens) {
        if (count == minutes.length) {
            minutes = Arrays.copyOf(minutes, 2 * count);
            requests = Arrays.copyOf(requests, 2 * count);
            tokens = Arrays.copyOf(tokens, 2 * count);
        }
        minutes[count] = minute;
        requests[count] = ofRequests;
        tokens[count] = ofTokens;
        count++;
    }

    int count() {
        return count;
    }

    /** Returns a minute by its place, in minutes since 1970 UTC. */
    long minute(int place) {
        return minutes[place];
    }

    /** Returns the requests of each. */
    long[] requests() {
        return Arrays.copyOf(requests, count);
    }

    /** Returns the tokens of each. */
    long[] tokens() {
        return Arrays.copyOf(tokens, count);
    }
}
