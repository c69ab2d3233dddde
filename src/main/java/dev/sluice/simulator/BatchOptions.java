package dev.sluice.simulator;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the Batch API of the simulated provider is like. A batch keeps those that held when it was created. Immutable.
 *
 * @param latency how long a batch runs after it was validated
 * @param expire which batches expire, or null for none
 * @param lineFaults the share of lines that fail with 500 or 429
 * @param lostLines the share of lines that are in neither file
 * @param doubledLines the share of lines that are in the output file twice
 * @param lateOutput how long a completed batch shows no output file
 * @param pollAfter what {@code openai-poll-after-ms} says, or null for no such header
 * @param queueFull what becomes of a batch that doesn't fit the limit of enqueued tokens
 * @param maxLines the most requests of a batch
 * @param maxBytes the longest input file of a batch
 * @param maxInputs the most inputs of all embedding requests of a batch
 */
public record BatchOptions(
        Latency latency,
        @Nullable BatchExpiry expire,
        double lineFaults,
        double lostLines,
        double doubledLines,
        Duration lateOutput,
        @Nullable Duration pollAfter,
        QueueFull queueFull,
        int maxLines,
        long maxBytes,
        int maxInputs) {
    private static final BatchOptions USUAL = new BatchOptions(
            Latency.fixed(Duration.ofSeconds(1)),
            null,
            0,
            0,
            0,
            Duration.ZERO,
            null,
            QueueFull.FAILED,
            50_000,
            200_000_000,
            50_000);

    /** Checks the ranges. */
    public BatchOptions {
        checkShare("batch-line-faults", lineFaults);
        checkShare("batch-lost-lines", lostLines);
        checkShare("batch-doubled-lines", doubledLines);
        if (maxLines < 1 || maxBytes < 1 || maxInputs < 1) {
            throw new IllegalArgumentException(
                    "batch-max-lines, batch-max-bytes and batch-max-inputs must be >= 1: values=" + maxLines + ", "
                            + maxBytes + ", " + maxInputs);
        }
    }

    /** Returns a Batch API that takes a second for a batch and makes no mistakes, with OpenAI's limits. */
    public static BatchOptions usual() {
        return USUAL;
    }

    private static void checkShare(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(name + " must be 0 to 1: value=" + value);
        }
    }
}
