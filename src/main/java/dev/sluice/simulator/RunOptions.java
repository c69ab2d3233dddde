package dev.sluice.simulator;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What background responses and runs of assistants are like. What was started keeps those that held then. Immutable.
 *
 * @param duration how long one takes, of which a twentieth is spent in the queue
 * @param outcomes which end otherwise than well; the first that applies to one happens to it
 * @param pollAfter what {@code openai-poll-after-ms} says, or null for no such header
 */
public record RunOptions(
        Latency duration,
        List<RunOutcome> outcomes,
        @Nullable RunPollAfter pollAfter) {
    private static final RunOptions USUAL = new RunOptions(Latency.fixed(Duration.ofSeconds(1)), List.of(), null);

    /** Copies the list. */
    public RunOptions {
        outcomes = List.copyOf(outcomes);
    }

    /** Returns runs that take a second and end well. */
    public static RunOptions usual() {
        return USUAL;
    }
}
