package dev.sluice.simulator;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Collects {@link BatchOptions}. Not thread-safe. */
public final class BatchOptionsBuilder {
    private Latency latency;
    private @Nullable BatchExpiry expire;
    private double lineFaults;
    private double lostLines;
    private double doubledLines;
    private Duration lateOutput;
    private @Nullable Duration pollAfter;
    private QueueFull queueFull;
    private int maxLines;
    private long maxBytes;
    private int maxInputs;

    BatchOptionsBuilder(BatchOptions from) {
        latency = from.latency();
        expire = from.expire();
        lineFaults = from.lineFaults();
        lostLines = from.lostLines();
        doubledLines = from.doubledLines();
        lateOutput = from.lateOutput();
        pollAfter = from.pollAfter();
        queueFull = from.queueFull();
        maxLines = from.maxLines();
        maxBytes = from.maxBytes();
        maxInputs = from.maxInputs();
    }

    BatchOptions build() {
        return new BatchOptions(
                latency,
                expire,
                lineFaults,
                lostLines,
                doubledLines,
                lateOutput,
                pollAfter,
                queueFull,
                maxLines,
                maxBytes,
                maxInputs);
    }

    /** Sets how long a batch runs after it was validated. */
    public BatchOptionsBuilder latency(Latency value) {
        latency = value;
        return this;
    }

    /** Sets the same latency for every batch. */
    public BatchOptionsBuilder latency(Duration value) {
        return latency(Latency.fixed(value));
    }

    /** Sets which batches expire, null for none. */
    public BatchOptionsBuilder expire(@Nullable BatchExpiry value) {
        expire = value;
        return this;
    }

    /** Sets the share of lines that fail. */
    public BatchOptionsBuilder lineFaults(double value) {
        lineFaults = value;
        return this;
    }

    /** Sets the share of lines that are lost. */
    public BatchOptionsBuilder lostLines(double value) {
        lostLines = value;
        return this;
    }

    /** Sets the share of lines that come twice. */
    public BatchOptionsBuilder doubledLines(double value) {
        doubledLines = value;
        return this;
    }

    /** Sets how long a completed batch shows no output file. */
    public BatchOptionsBuilder lateOutput(Duration value) {
        lateOutput = value;
        return this;
    }

    /** Sets the time until the next poll that replies name, null for none. */
    public BatchOptionsBuilder pollAfter(@Nullable Duration value) {
        pollAfter = value;
        return this;
    }

    /** Sets what becomes of a batch that doesn't fit the queue. */
    public BatchOptionsBuilder queueFull(QueueFull value) {
        queueFull = value;
        return this;
    }

    /** Sets the most requests of a batch. */
    public BatchOptionsBuilder maxLines(int value) {
        maxLines = value;
        return this;
    }

    /** Sets the longest input file. */
    public BatchOptionsBuilder maxBytes(long value) {
        maxBytes = value;
        return this;
    }

    /** Sets the most inputs of the embedding requests of a batch. */
    public BatchOptionsBuilder maxInputs(int value) {
        maxInputs = value;
        return this;
    }
}
