package dev.sluice.job;

import dev.sluice.job.JobProgress.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out at the start how far an earlier process was with its jobs. Not thread-safe. */
final class Recovery {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);
    private final HomeFolder home;
    private final JobDatabase database;
    private final StoreWriter writer;
    private final Clock clock;

    Recovery(HomeFolder home, JobDatabase database, StoreWriter writer, Clock clock) {
        this.home = home;
        this.database = database;
        this.writer = writer;
        this.clock = clock;
    }

    /** Returns the unfinished jobs of the database whose files are still there. */
    List<JobTracker> unfinishedJobs() throws SQLException, IOException, InterruptedException {
        List<JobTracker> found = new ArrayList<>();
        for (Job job : database.unfinishedJobs()) {
            if (hasFile(job)) {
                found.add(tracker(job));
            } else if (job.state() == State.WRITING && isArchived(job)) {
                // Its file goes to the archive once all is written, so that only this note was missing.
                JobTracker written = tracker(job);
                String name = archivedAs(job);
                writer.add(tables -> tables.finishJob(
                        job.id(),
                        clock.instant(),
                        name,
                        written.progress().answered(),
                        written.progress().failed()));
            } else if (job.state() == State.CLAIMED) {
                // Nothing was sent of it yet: it was rejected or is under review, and only this note was missing.
                writer.add(tables -> tables.deleteJob(job.id()));
            } else {
                String missing = "its file, which is gone; put it back and start again: file="
                        + home.workFile(job.id(), job.name());
                LOG.error("job {} waits for {}", job.id(), missing);
                writer.add(tables -> tables.waitsFor(job.id(), missing));
            }
        }
        return found;
    }

    /**
     * Returns whether the answers of a claimed file that the database doesn't know are all written out, as its report
     * shows; then only its way to the archive was missing.
     */
    boolean isWritten(WorkFolder.Entry entry) throws IOException {
        if (!JobReport.isOfFinished(home.outbox(), entry)) {
            return false;
        }
        Path file = home.workFile(entry.job(), entry.name());
        FileMoves.move(file, InboxNames.unused(home.archive(), entry.name()));
        FileMoves.deleteEmptyFolders(file, home.work());
        LOG.warn("job {} was finished already, its file is archived: file={}", entry.job(), entry.name());
        return true;
    }

    /** Returns whether the job's file is in the work folder; that of a job that is tried again may lie in the archive. */
    private boolean hasFile(Job job) throws SQLException, IOException {
        Path file = home.workFile(job.id(), job.name());
        String archivedAs = archivedAs(job);
        if (job.state() != State.WRITING
                && !Files.exists(file)
                && archivedAs != null
                && Files.exists(home.archive().resolve(archivedAs))) {
            FileMoves.move(home.archive().resolve(archivedAs), file);
        }
        return Files.exists(file);
    }

    private boolean isArchived(Job job) throws SQLException {
        String archivedAs = archivedAs(job);
        return archivedAs != null && Files.exists(home.archive().resolve(archivedAs));
    }

    private @Nullable String archivedAs(Job job) throws SQLException {
        return database.jobStatus(job.id()).map(JobStatus::archivedAs).orElse(null);
    }

    /** Returns how far a job of the database is. */
    JobTracker tracker(Job job) throws SQLException, InterruptedException {
        JobTracker tracker = new JobTracker(job, clock.instant());
        if (job.state() != State.CLAIMED) {
            JobDatabase.Stored stored = database.stored(job.id());
            JobDatabase.Stored repeated = database.repeated(job.id());
            boolean read = job.state() == State.WRITING;
            tracker.resume(
                    stored.indexes(),
                    stored.answered() + (read ? repeated.answered() : 0),
                    stored.failed() + (read ? repeated.failed() : 0));
            if (!read) {
                // They are found again when the file is read again.
                writer.add(tables -> tables.deleteRepeats(job.id()));
            }
        }
        return tracker;
    }

    /** Notes which requests of the earlier process may have been paid for though some of their prompts have no result. */
    void noteMaybeRepeated(RequestJournal journal, Map<Long, JobTracker> unfinished) throws SQLException {
        List<RequestJournal.Sent> left = journal.open();
        List<RequestJournal.Sent> repeated = new ArrayList<>();
        for (RequestJournal.Sent sent : left) {
            Map<Long, String> prompts = new TreeMap<>(sent.prompts());
            for (long job : sent.prompts().keySet()) {
                JobTracker tracker = unfinished.get(job);
                BitSet indexes = sent.indexes(job);
                if (tracker != null && indexes.stream().anyMatch(index -> !tracker.hasResult(index))) {
                    tracker.count(JobCounts.maybeRepeated(1));
                } else {
                    prompts.remove(job);
                }
            }
            repeated.add(new RequestJournal.Sent(sent.request(), prompts));
        }
        database.noteMaybeRepeated(repeated);
        left.forEach(sent -> journal.end(sent.request()));
    }
}
