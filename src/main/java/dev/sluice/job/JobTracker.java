package dev.sluice.job;

import java.time.Instant;
import java.util.BitSet;

/** One unfinished job in memory: how far it is, and which of its prompts have a result already. Thread-safe. */
final class JobTracker {
    private final Job job;
    private final Instant startedAt;
    private JobProgress.State state;
    private long total;
    private long answered;
    private long failed;
    private long repeated;
    private JobCounts counts;
    private BitSet stored = new BitSet();
    private boolean completed;
    private boolean halted;

    JobTracker(Job job, Instant startedAt) {
        this.job = job;
        this.startedAt = startedAt;
        this.state = job.state();
        this.total = job.total();
        this.counts = job.counts();
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

    /** Counts results that are safe on disk, and tells once that they are all there. */
    synchronized boolean countStored(long newlyAnswered, long newlyFailed) {
        answered += newlyAnswered;
        failed += newlyFailed;
        return completeNow();
    }

    /** Counts a prompt that takes the result of an identical one, and tells once that all results are there. */
    synchronized boolean countRepeated() {
        repeated++;
        return completeNow();
    }

    synchronized boolean completeNow() {
        boolean now = !completed && state == JobProgress.State.RUNNING && answered + failed + repeated >= total;
        completed |= now;
        return now;
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
                counts);
    }
}
