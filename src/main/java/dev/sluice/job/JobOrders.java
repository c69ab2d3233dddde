package dev.sluice.job;

import dev.sluice.job.JobProgress.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Orders about jobs: commands of other processes leave them in the database, and the process that works on the home
 * folder carries them out. Not thread-safe.
 */
public final class JobOrders {
    private final JobStore store;
    private final HomeFolder home;
    private final JobDatabase database;
    private final StoreWriter writer;
    private final RequestJournal journal;

    JobOrders(JobStore store, HomeFolder home, JobDatabase database, StoreWriter writer, RequestJournal journal) {
        this.store = store;
        this.home = home;
        this.database = database;
        this.writer = writer;
        this.journal = journal;
    }

    /** Returns why an order about a job makes no sense, in one sentence, or empty. */
    public static Optional<String> problem(HomeFolder home, JobOrder.Kind kind, long job) {
        return HomeDatabase.reading(
                home,
                Optional.of(noSuchJob(job)),
                database -> Optional.ofNullable(
                        problem(home, kind, job, database.jobStatus(job).orElse(null), database)));
    }

    /** Leaves an order for the process that works on the home folder, now or next; returns its number. */
    public static long place(HomeFolder home, JobOrder.Kind kind, long job, Clock clock) {
        return HomeDatabase.reading(home, 0L, database -> database.placeOrder(job, kind, clock.instant()));
    }

    /** Returns what became of an order, or empty while it wasn't carried out. */
    public static Optional<String> outcome(HomeFolder home, long order) {
        return HomeDatabase.reading(home, Optional.empty(), database -> database.outcome(order));
    }

    /** Carries out all orders; returns the jobs that are to be read again. */
    List<Job> carryOut() throws InterruptedException {
        List<Job> again = new ArrayList<>();
        for (JobOrder order : openOrders()) {
            String outcome;
            try {
                outcome = carryOut(order, again);
            } catch (SQLException e) {
                outcome = "job " + order.job() + ": the database can't be read: " + e.getMessage();
            }
            String answer = outcome;
            writer.addAndWait(tables -> tables.answerOrder(order.id(), answer));
        }
        return again;
    }

    private List<JobOrder> openOrders() {
        try {
            return database.openOrders();
        } catch (SQLException e) {
            throw new StoreException("the orders can't be read", e);
        }
    }

    private String carryOut(JobOrder order, List<Job> again) throws SQLException, InterruptedException {
        JobStatus status = database.jobStatus(order.job()).orElse(null);
        String problem = problem(home, order.kind(), order.job(), status, database);
        if (problem != null || status == null) {
            return String.valueOf(problem);
        }
        return order.kind() == JobOrder.Kind.CANCEL ? cancel(order.job()) : retry(status, again);
    }

    private static String noSuchJob(long job) {
        return "there is no job " + job + "; the command status lists them";
    }

    private static @Nullable String problem(
            HomeFolder home, JobOrder.Kind kind, long job, @Nullable JobStatus status, JobDatabase database)
            throws SQLException {
        if (status == null) {
            return noSuchJob(job);
        }
        if (kind == JobOrder.Kind.CANCEL) {
            return status.state() == State.DONE
                    ? "job " + job + " is finished already"
                    : status.state() == State.WRITING ? "job " + job + " is being written out already" : null;
        }
        if (status.state() != State.DONE) {
            return "job " + job + " is not finished yet";
        }
        if (status.failed() == 0) {
            return "job " + job + " has no failed prompts";
        }
        if (database.isDenied(job)) {
            return "job " + job + " was denied when it was reviewed; drop its file into inbox/ once more to have it"
                    + " looked at again: file=" + status.name();
        }
        String archivedAs = status.archivedAs();
        boolean hasInput = archivedAs != null && Files.exists(home.archive().resolve(archivedAs));
        return hasInput
                ? null
                : "the input of job " + job + " is not in archive/ any more; drop it into inbox/ once more: file="
                        + status.name();
    }

    private String cancel(long job) throws InterruptedException {
        JobTracker tracker = store.unfinished(job);
        if (tracker == null) {
            return "job " + job + " is not under way";
        }
        tracker.cancel();
        writer.add(tables -> tables.cancelJob(job));
        store.failMissing(tracker);
        return "job " + job + " is cancelled; its answers so far are written out";
    }

    private String retry(JobStatus status, List<Job> again) throws SQLException, InterruptedException {
        long id = status.job();
        String output = store.outputNameAgain(status);
        writer.addAndWait(tables -> tables.reopenJob(id, output));
        journal.reopenJob(id);
        try {
            Path file = home.workFile(id, status.name());
            FileMoves.move(home.archive().resolve(String.valueOf(status.archivedAs())), file);
            Files.deleteIfExists(home.outbox().resolve(output + AnswerFiles.ERRORS));
        } catch (IOException e) {
            return "job " + id + " goes on at the next start; its file can't be moved: " + e;
        }
        Recovery recovery = new Recovery(home, database, writer, Clock.systemUTC());
        for (Job job : database.unfinishedJobs()) {
            if (job.id() == id) {
                store.takeUp(recovery.tracker(job));
                again.add(job);
            }
        }
        return "the " + status.failed() + " failed prompts of job " + id + " are asked again";
    }
}
