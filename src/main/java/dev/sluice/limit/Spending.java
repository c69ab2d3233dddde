package dev.sluice.limit;

/**
 * What was taken since each of the latest requests. A correction counts from the request on that it is about, so that
 * it is not taken for something that came later. Not thread-safe: its pool holds the lock.
 */
final class Spending {
    private static final int LATEST = 1_024;

    private final long[] upTo = new long[LATEST];
    private long latest;

    /** Counts the next request. */
    void take(long amount) {
        long before = upTo[slot(latest)];
        latest++;
        upTo[slot(latest)] = before + amount;
    }

    /** Corrects what the request at this place took, the first of which is 1. */
    void correct(long place, long difference) {
        for (long each = Math.max(place, latest - LATEST + 1); each <= latest; each++) {
            upTo[slot(each)] += difference;
        }
    }

    /** Returns what was taken after the request at this place. */
    long since(long place) {
        return upTo[slot(latest)] - upTo[slot(Math.max(place, latest - LATEST + 1))];
    }

    private static int slot(long place) {
        return (int) (place % LATEST);
    }
}
