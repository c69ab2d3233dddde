package dev.sluice.job;

import java.time.Instant;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One unfinished job in memory: how far it is, and which of its prompts have a result already. Thread-safe. */
final class JobTracker {
    private static final Logger LOG = LoggerFactory.getLogger(JobTracker.class);
    private static final long FEW_REPEATS = 100;
    private final Job job;
    private final Instant startedAt;
    private JobProgress.State state;
    private long total;
    private long answered;
    private long failed;
    private long repeated;
    private JobCounts counts;
    private BitSet stored = new BitSet();
    private final BitSet failing = new BitSet();
    private boolean completed;
    private boolean halted;
    private boolean cancelled;
    private long sentAgain;
    private @Nullable String archiveName;

    JobTracker(Job job, Instant startedAt) {
        this.job = job;
        this.startedAt = startedAt;
        this.state = job.state();
        this.total = job.total();
        this.counts = job.counts();
        this.cancelled = job.cancelled();
    }

    Job job() {
        return job;
    }

    synchronized void resume(BitSet storedIndexes, long answeredBefore, long failedBefore) {
        stored = storedIndexes;
        answered = answeredBefore;
        failed = failedBefore;
    }

    synchronized void start(long prompts) {
        total = prompts;
        state = JobProgress.State.RUNNING;
    }

    synchronized void enter(JobProgress.State next) {
        state = next;
        if (next == JobProgress.State.DONE) {
            stored = new BitSet();
        }
    }

    synchronized boolean hasResult(long index) {
        return stored.get(Math.toIntExact(index));
    }

    /** Counts a result that is safe on disk. */
    synchronized void countStored(long index, boolean isAnswer) {
        stored.set(Math.toIntExact(index));
        answered += isAnswer ? 1 : 0;
        failed += isAnswer ? 0 : 1;
    }

    /** Counts a prompt that takes the result of an identical one. */
    synchronized void countRepeated(long index) {
        stored.set(Math.toIntExact(index));
        repeated++;
    }

    /** Takes one of the prompts that may be sent again, as a share of all; tells whether there was one left. */
    synchronized boolean takeRepeat(int percent) {
        long most = Math.max(percent == 0 ? 0 : FEW_REPEATS, total * percent / 100);
        if (sentAgain == most) {
            sentAgain++;
            LOG.warn(
                    "job {} has sent {} prompts again that may have been paid for; from now on its prompts fail at such a"
                            + " fault, see sluice.retry.job-percent",
                    job.id(),
                    most);
        }
        sentAgain += sentAgain < most ? 1 : 0;
        return sentAgain <= most;
    }

    /** Notes that what was not sent yet is not to be sent any more. */
    synchronized void cancel() {
        cancelled = true;
    }

    synchronized boolean isCancelled() {
        return cancelled;
    }

    /** Returns the positions that have no result yet, nor are among those, nor were returned before. */
    synchronized BitSet missing(BitSet others) {
        BitSet missing = new BitSet();
        missing.set(0, Math.toIntExact(total));
        missing.andNot(stored);
        missing.andNot(others);
        missing.andNot(failing);
        failing.or(missing);
        return missing;
    }

    /** Tells once that all results are there. */
    synchronized boolean completeNow() {
        boolean now = !completed && state == JobProgress.State.RUNNING && answered + failed + repeated >= total;
        completed |= now;
        return now;
    }

    /** Notes that the database knows where its input goes once all is written. */
    synchronized void archiveAs(String name) {
        archiveName = name;
    }

    /** Returns where its input goes, or null while the database doesn't know it. */
    synchronized @Nullable String archiveName() {
        return archiveName;
    }

    synchronized void halt() {
        halted = true;
    }

    /** Returns whether this run takes it no further. */
    synchronized boolean isHalted() {
        return halted;
    }

    /** Returns whether it is to be found out what became of the prompts that take the results of others. */
    synchronized boolean hasRepeated() {
        return repeated > 0;
    }

    /** Returns whether any prompt has failed, so that others may share its failure. */
    synchronized boolean hasFailed() {
        return failed > 0;
    }

    /** Counts the prompts that take the results of others by what became of them. */
    synchronized void resolveRepeated(long failures) {
        answered += repeated - failures;
        failed += failures;
        counts = counts.withRepeated(repeated);
        repeated = 0;
    }

    synchronized void count(JobCounts more) {
        counts = counts.plus(more);
    }

    synchronized JobCounts counts() {
        return counts;
    }

    synchronized JobProgress progress() {
        return new JobProgress(
                job.id(),
                job.name(),
                state,
                total,
                answered,
                failed,
                counts.retries() + counts.rateLimited(),
                startedAt);
    }

    /** Returns the job as it stands now. */
    synchronized Job current() {
        return new Job(
                job.id(),
                job.name(),
                job.profile(),
                job.outputName(),
                state,
                total,
                job.claimedAt(),
                job.simulated(),
                cancelled,
                counts);
    }
}
