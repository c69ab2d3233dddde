package dev.sluice.polled;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How long the runs of a profile take, by the latest of them: a moving median, and the points by which more of them are done.
 * Where the provider doesn't say how long a run took, the poll that finds it done stands for its end; one that finds it done at once
 * tells only that it took no longer, so that a little less is noted and the estimate can come down again. Not thread-safe.
 */
final class RunTimes {
    private static final int LATEST = 100;
    private static final int LITTLE_LESS_PERCENT = 95;
    private final Deque<Long> latest = new ArrayDeque<>();
    private long[] sorted = {};

    /** Notes a run whose time the provider tells. */
    void took(long nanos) {
        add(Math.max(1, nanos));
    }

    /** Notes a run that was found done after this time, at its first poll or after others. */
    void doneAfter(long nanos, boolean atFirstPoll) {
        add(Math.max(1, atFirstPoll ? nanos / 100 * LITTLE_LESS_PERCENT : nanos));
    }

    boolean isKnown() {
        return !latest.isEmpty();
    }

    /** Returns the time by which so many of a hundred runs are done; half of them by the median. */
    long quantile(int percent) {
        return sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)];
    }

    private void add(long nanos) {
        latest.add(nanos);
        if (latest.size() > LATEST) {
            latest.remove();
        }
        sorted = latest.stream().mapToLong(Long::longValue).sorted().toArray();
    }
}
