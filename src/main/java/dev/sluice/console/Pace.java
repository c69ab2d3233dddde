package dev.sluice.console;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** How fast something grows, over about the last minute. Used by one thread. */
final class Pace {
    private static final long WINDOW_NANOS = Duration.ofMinutes(1).toNanos();
    private final Deque<Sample> samples = new ArrayDeque<>();

    private record Sample(long nanos, long done) {}

    /** Notes how much is done at a time of the ticker. */
    void note(long nanos, long done) {
        samples.addLast(new Sample(nanos, done));
        while (samples.size() > 2 && nanos - samples.getFirst().nanos() > WINDOW_NANOS) {
            samples.removeFirst();
        }
    }

    /** Returns the growth a minute, or 0 while there is nothing to compare. */
    long perMinute() {
        if (samples.size() < 2 || elapsedNanos() <= 0) {
            return 0;
        }
        return Math.round((double) grown() * WINDOW_NANOS / elapsedNanos());
    }

    /** Returns how long this much more will take, or empty while nothing moves. */
    Optional<Duration> timeFor(long more) {
        if (samples.size() < 2 || grown() <= 0) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofNanos((long) ((double) elapsedNanos() / grown() * Math.max(0, more))));
    }

    private long grown() {
        return samples.getLast().done() - samples.getFirst().done();
    }

    private long elapsedNanos() {
        return samples.getLast().nanos() - samples.getFirst().nanos();
    }
}
