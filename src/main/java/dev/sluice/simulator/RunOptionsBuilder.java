package dev.sluice.simulator;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects {@link RunOptions}. Not thread-safe. */
public final class RunOptionsBuilder {
    private Latency duration;
    private List<RunOutcome> outcomes;
    private @Nullable RunPollAfter pollAfter;

    RunOptionsBuilder(RunOptions from) {
        duration = from.duration();
        outcomes = from.outcomes();
        pollAfter = from.pollAfter();
    }

    RunOptions build() {
        return new RunOptions(duration, outcomes, pollAfter);
    }

    /** Sets how long a run takes. */
    public RunOptionsBuilder duration(Latency value) {
        duration = value;
        return this;
    }

    /** Sets the same duration for every run. */
    public RunOptionsBuilder duration(Duration value) {
        return duration(Latency.fixed(value));
    }

    /** Sets which runs end otherwise than well; counts of {@link RunOutcome#times} start anew. */
    public RunOptionsBuilder outcomes(RunOutcome... value) {
        return outcomes(List.of(value));
    }

    /** Sets which runs end otherwise than well; counts of {@link RunOutcome#times} start anew. */
    public RunOptionsBuilder outcomes(List<RunOutcome> value) {
        outcomes = List.copyOf(value);
        return this;
    }

    /** Sets the time until the next poll that replies name, null for none. */
    public RunOptionsBuilder pollAfter(@Nullable RunPollAfter value) {
        pollAfter = value;
        return this;
    }
}
