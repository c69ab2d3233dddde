package dev.sluice.console;

import dev.sluice.batch.BatchStore;
import dev.sluice.config.ConfigurationSource;
import dev.sluice.config.QuickStart;
import dev.sluice.config.Setting;
import dev.sluice.job.HomeFolder;
import dev.sluice.job.HomeLock;
import dev.sluice.job.JobOrder;
import dev.sluice.job.JobOrders;
import dev.sluice.job.JobProgress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Asks for something about a job, of the process that works on the home folder or, without one, of the next. */
abstract class OrderCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);
    private final Surroundings around;
    private final JobOrder.Kind kind;

    @Mixin
    private HomeOptions home = new HomeOptions();

    @Mixin
    private ConfigFolder config = new ConfigFolder();

    @Parameters(paramLabel = "JOB", description = "Number of the job, see the command status.")
    private long job;

    OrderCommand(Surroundings around, JobOrder.Kind kind) {
        this.around = around;
        this.kind = kind;
    }

    /** Prints the failed prompts' way back. */
    @Command(
            name = "retry",
            description = {
                "Ask the failed prompts of a finished job again; its answer files are written anew when they are answered.",
                "A process that works on the home folder begins at once, else the next run does."
            },
            exitCodeList = {" 0:done as asked", " 1:could not be done"})
    static final class Retry extends OrderCommand {
        Retry(Surroundings around) {
            super(around, JobOrder.Kind.RETRY);
        }
    }

    /** Ends a job early. */
    @Command(
            name = "cancel",
            description = {
                "Send no more prompts of a job: its answers so far are written out, the other prompts fail as cancelled.",
                "The command retry sends those after all."
            },
            exitCodeList = {" 0:done as asked", " 1:could not be done"})
    static final class Cancel extends OrderCommand {
        Cancel(Surroundings around) {
            super(around, JobOrder.Kind.CANCEL);
        }
    }

    @Override
    public Integer call() throws IOException {
        Pause stop = around.stop().apply(ExitCode.FAILED);
        HomeFolder folder = home.folder();
        Optional<String> problem = JobOrders.problem(folder, kind, job);
        if (problem.isPresent()) {
            throw new IllegalStateException(problem.get());
        }
        long order = JobOrders.place(folder, kind, job, around.clock());
        if (HomeLock.owner(folder).isPresent()) {
            return await(folder, order, stop);
        }
        if (kind == JobOrder.Kind.RETRY) {
            around.terminal().out().println("the failed prompts of job " + job + " are asked again by the next run");
            return ExitCode.OK.number();
        }
        if (BatchStore.read(folder).stream().anyMatch(batch -> batch.job() == job && batch.isOpen())) {
            around.terminal()
                    .out()
                    .println(
                            "job " + job + " has batches at the provider; the next run cancels them and writes out what"
                                    + " they have answered");
            return ExitCode.OK.number();
        }
        try (Engine engine = around.launcher().launch(writingOnly())) {
            int code = await(folder, order, stop);
            awaitWritten(engine, stop);
            return code;
        }
    }

    /** Returns the user's configuration for a Sluice that sends nothing. */
    private ConfigurationSource writingOnly() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put(Setting.PAUSED.key(), "true");
        Path state = home.state();
        if (state != null) {
            settings.put(Setting.STATE_FOLDER.key(), state.toString());
        }
        return new ConfigurationSource(home.home(), config.folder(), settings, QuickStart.NONE, around.environment());
    }

    private int await(HomeFolder folder, long order, Pause stop) {
        Optional<String> outcome = JobOrders.outcome(folder, order);
        long end = around.ticker().nanos() + PATIENCE.toNanos();
        boolean stopped = false;
        while (outcome.isEmpty() && !stopped && around.ticker().nanos() - end < 0) {
            stopped = stop.await(LOOK_AGAIN);
            outcome = JobOrders.outcome(folder, order);
        }
        around.terminal()
                .out()
                .println(outcome.orElse("the process that works on the home folder has not done it yet, but will"));
        return (outcome.isPresent() ? ExitCode.OK : ExitCode.FAILED).number();
    }

    private void awaitWritten(Engine engine, Pause stop) {
        long end = around.ticker().nanos() + PATIENCE.toNanos();
        boolean stopped = false;
        while (engine.jobs().stream().anyMatch(this::isUnfinished)
                && !stopped
                && around.ticker().nanos() - end < 0) {
            stopped = stop.await(LOOK_AGAIN);
        }
    }

    private boolean isUnfinished(JobProgress progress) {
        return progress.job() == job && progress.state() != JobProgress.State.DONE;
    }
}
