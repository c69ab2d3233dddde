package dev.sluice.batch;

import dev.sluice.time.Ticker;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When the provider is asked next how its batches stand: soon after one was created or has changed, then at growing
 * distance, and never before a time that the provider names. Thread-safe.
 */
public final class PollRhythm {
    private final Duration shortest;
    private final Duration longest;
    private final Ticker ticker;
    private Duration distance;
    private long nextAt;
    private long notBefore;

    /** Creates one between two distances. */
    public PollRhythm(Duration shortest, Duration longest, Ticker ticker) {
        this.shortest = shortest;
        this.longest = longest.compareTo(shortest) < 0 ? shortest : longest;
        this.ticker = ticker;
        this.distance = shortest;
        this.nextAt = ticker.nanos();
        this.notBefore = nextAt;
    }

    /** Returns whether it is time to ask. */
    public synchronized boolean isDue() {
        return ticker.nanos() - nextAt >= 0;
    }

    /** Returns how long it takes until it is time to ask, 0 for now. */
    public synchronized Duration left() {
        return Duration.ofNanos(Math.max(0, nextAt - ticker.nanos()));
    }

    /** Hears that something new is to be looked after. */
    public synchronized void restart() {
        distance = shortest;
        nextAt = Math.max(notBefore, Math.min(nextAt, ticker.nanos() + shortest.toNanos()));
    }

    /** Hears that was asked, whether anything had changed, and how long the provider wants to be left alone, if it says so. */
    public synchronized void asked(boolean changed, @Nullable Duration pollAfter) {
        Duration grown = distance.multipliedBy(3).dividedBy(2);
        distance = changed ? shortest : grown.compareTo(longest) > 0 ? longest : grown;
        Duration wait = pollAfter != null && pollAfter.compareTo(distance) > 0 ? pollAfter : distance;
        nextAt = ticker.nanos() + wait.toNanos();
        notBefore = ticker.nanos() + (pollAfter == null ? 0 : pollAfter.toNanos());
    }
}
