package dev.sluice.batch;

import dev.sluice.batch.Batch.Delay;
import java.time.Duration;
import java.time.Instant;

/** How long a batch waits that the provider's queue had no room for: twice as long each time. Stateless. */
public final class BatchQueue {
    private static final Duration FIRST = Duration.ofMinutes(5);
    private static final int MOST_DOUBLINGS = 4;

    private BatchQueue() {}

    /** Returns what a batch waits for after one more refusal. */
    public static Delay longer(Delay before, Instant now) {
        int doublings = Math.min(before.refusals(), MOST_DOUBLINGS);
        Instant until = now.plus(FIRST.multipliedBy(1L << doublings));
        return new Delay(until, before.refusals() + 1, "room in the provider's queue of batches");
    }
}
