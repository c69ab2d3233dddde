package dev.sluice.limit;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * What was taken in the last second, and a hundredth more for the jitter on the way: providers that count in fixed
 * windows of a second never see more than a second's share in one. Not thread-safe: its pool holds the lock.
 */
final class RollingSecond {
    private static final long LENGTH = Duration.ofMillis(1_010).toNanos();
    private final Deque<Taken> taken = new ArrayDeque<>();
    private long sum;

    private static final class Taken {
        private final long at;
        private long amount;

        Taken(long amount, long at) {
            this.amount = amount;
            this.at = at;
        }
    }

    void take(long amount, long now) {
        forget(now);
        taken.add(new Taken(amount, now));
        sum += amount;
    }

    /** Corrects what was taken at a moment, where that is in the window yet. */
    void correct(long difference, long at) {
        Iterator<Taken> latestFirst = taken.descendingIterator();
        while (latestFirst.hasNext()) {
            Taken earlier = latestFirst.next();
            if (earlier.at == at) {
                earlier.amount += difference;
                sum += difference;
                return;
            }
            if (earlier.at < at) {
                return;
            }
        }
    }

    /** Returns how long it takes until this amount fits in, 0 for now. */
    long nanosUntil(long amount, long most, long now) {
        forget(now);
        long tooMuch = sum + amount - most;
        long wait = 0;
        for (Taken earlier : taken) {
            if (tooMuch <= 0) {
                break;
            }
            tooMuch -= earlier.amount;
            wait = earlier.at + LENGTH - now;
        }
        return wait;
    }

    private void forget(long now) {
        Taken oldest = taken.peek();
        while (oldest != null && now - oldest.at >= LENGTH) {
            sum -= oldest.amount;
            taken.remove();
            oldest = taken.peek();
        }
    }
}
