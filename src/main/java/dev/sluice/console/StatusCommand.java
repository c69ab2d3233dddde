package dev.sluice.console;

import dev.sluice.batch.Batch;
import dev.sluice.batch.BatchStore;
import dev.sluice.job.HomeDatabase;
import dev.sluice.job.HomeFolder;
import dev.sluice.job.HomeLock;
import dev.sluice.job.JobProgress.State;
import dev.sluice.job.JobStatus;
import dev.sluice.polled.Run;
import dev.sluice.polled.RunStore;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Prints how the jobs of a home folder stand, also while another process works on it. */
@Command(
        name = "status",
        description = {
            "Print the jobs: how far each is, and what it waits for.",
            "Finished jobs are listed for as many days as sluice.state.keep-days says."
        },
        exitCodeList = {" 0:printed", " 1:could not run"})
final class StatusCommand implements Callable<Integer> {
    private static final String[] HEADER = {"job", "file", "state", "answered", "failed", "of", "waits for"};
    private final Surroundings around;

    @Mixin
    private HomeOptions home = new HomeOptions();

    StatusCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws IOException {
        PrintStream out = around.terminal().out();
        HomeFolder folder = home.existing();
        Optional<String> owner = HomeLock.owner(folder);
        List<JobStatus> jobs = HomeDatabase.jobs(folder);
        List<Batch> batches = BatchStore.read(folder);
        List<Run> runs = RunStore.read(folder);
        if (jobs.isEmpty()) {
            out.println("no job yet in " + home.home());
        } else {
            List<String[]> rows = new ArrayList<>();
            rows.add(HEADER);
            jobs.forEach(job -> rows.add(row(job, owner.isPresent(), waitsElsewhere(batches, runs, job))));
            Columns.of(rows).forEach(out::println);
        }
        BatchRows.of(batches, around.clock().instant()).forEach(out::println);
        RunRows.of(runs, around.clock().instant()).forEach(out::println);
        int waiting = folder.review().waiting().size();
        if (waiting > 0) {
            out.println(Undecided.sentence(waiting));
        }
        if (owner.isPresent()) {
            PoolWaits.of(HomeDatabase.pools(folder)).stream()
                    .filter(line -> !line.endsWith(PoolWaits.PACING))
                    .forEach(line -> out.println("limit pool " + line));
        }
        out.println(owner.map(pid -> "process " + pid + " works on it").orElse("no process works on it"));
        return ExitCode.OK.number();
    }

    private static String waitsElsewhere(List<Batch> batches, List<Run> runs, JobStatus job) {
        boolean hasBatch = batches.stream().anyMatch(batch -> batch.job() == job.job() && batch.isOpen());
        boolean hasRun = runs.stream().anyMatch(run -> run.job() == job.job() && run.isOpen());
        return hasBatch ? "its batches" : hasRun ? "its runs" : "";
    }

    private static String[] row(JobStatus job, boolean underWay, String elsewhere) {
        return new String[] {
            Long.toString(job.job()),
            job.name(),
            state(job),
            Figures.count(job.answered()),
            Figures.count(job.failed()),
            job.total() == 0 && job.state() == State.CLAIMED ? "?" : Figures.count(job.total()),
            waitsFor(job, underWay, elsewhere)
        };
    }

    private static String state(JobStatus job) {
        return switch (job.state()) {
            case CLAIMED -> "claimed";
            case RUNNING -> job.cancelled() ? "being cancelled" : "running";
            case WRITING -> "writing";
            case DONE -> job.cancelled() ? "cancelled" : "done";
        };
    }

    private static String waitsFor(JobStatus job, boolean underWay, String elsewhere) {
        if (job.state() == State.DONE) {
            return "";
        }
        if (!underWay) {
            return "the next run";
        }
        String reason = job.waitsFor();
        if (reason != null) {
            return reason;
        }
        return job.state() == State.CLAIMED ? "its turn" : elsewhere;
    }
}
