package dev.sluice.prompt;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Which way prompts go to the provider. Immutable.
 *
 * @param lane the way
 * @param deadline how long after its claim a file is to be answered, or null for whenever; only {@link Lane#AUTO} heeds it
 * @param batchTries how many batches a prompt may be in that bring no answer for it, at least 1
 * @param thenOnline whether a prompt is sent by itself after that, instead of failing
 */
public record LaneRule(Lane lane, @Nullable Duration deadline, int batchTries, boolean thenOnline) {
    /** Each prompt is sent at once. */
    public static final LaneRule ONLINE = new LaneRule(Lane.ONLINE, null, 2, true);

    /** A way to the provider. */
    public enum Lane {
        /** A request at once for each prompt or a few of them. */
        ONLINE,
        /** The Batch API: a file of many requests, answered within a day at half the price. */
        BATCH,
        /** The Batch API for large files that can wait, else online. */
        AUTO,
        /** A request starts each prompt, others ask whether it is done. */
        POLLED
    }

    /** Returns whether prompts may go through the Batch API. */
    public boolean takesBatches() {
        return lane == Lane.BATCH || lane == Lane.AUTO;
    }

    /** Checks the range. */
    public LaneRule {
        if (batchTries < 1) {
            throw new IllegalArgumentException("batch-tries must be >= 1: value=" + batchTries);
        }
    }
}
