package dev.sluice.console;

import dev.sluice.config.ConfigurationSource;
import dev.sluice.job.JobProgress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** One run of Sluice: says who answers, starts it, watches it, stops it. */
final class Run {
    private static final String STOPPING =
            "stopping: requests under way are being finished; Ctrl-C again stops at once";
    private final Surroundings around;
    private final ConfigurationSource source;
    private final Pause stop;
    private final List<String> intro = new ArrayList<>();

    /**
     * How a run ended.
     *
     * @param end why it ended
     * @param jobs the jobs with what was finished while it stopped
     * @param blocked why nothing can be sent, or empty
     * @param took how long it was watched
     */
    record Outcome(Watch.End end, List<JobProgress> jobs, Optional<String> blocked, Duration took) {
        Outcome {
            jobs = List.copyOf(jobs);
        }
    }

    /** Prepares a run; from now on a signal is a wish to stop. */
    Run(Surroundings around, ConfigurationSource source, ExitCode whenHalted) {
        this.around = around;
        this.source = source;
        stop = around.stop().apply(whenHalted);
    }

    /** Returns the same run with lines that are printed after the first one. */
    Run saying(String... lines) {
        intro.addAll(List.of(lines));
        return this;
    }

    /** Runs until nothing is left to do, a stop is asked for, or nothing can be sent. */
    Outcome untilIdle() {
        return run(Watch::untilIdle);
    }

    /** Runs until a stop is asked for. */
    Outcome untilStopped() {
        return run(Watch::untilStopped);
    }

    private Outcome run(Function<Watch, Watch.End> watching) {
        Engine engine = around.launcher().launch(source);
        Watch.End end;
        Duration took;
        Optional<String> blocked;
        try (engine) {
            around.terminal().out().println(FirstLine.of(engine.provider(), source.home()));
            intro.forEach(around.terminal().out()::println);
            engine.warnings().forEach(warning -> around.terminal().err().println("warning: " + warning));
            try (Display display = Display.open(around)) {
                long startedAtNanos = around.ticker().nanos();
                end = watching.apply(new Watch(engine, display.progress(), stop));
                took = Duration.ofNanos(around.ticker().nanos() - startedAtNanos);
                blocked = engine.blocked();
                if (end == Watch.End.STOPPED) {
                    display.progress().say(STOPPING);
                }
            }
        }
        return new Outcome(end, engine.jobs(), blocked, took);
    }
}
