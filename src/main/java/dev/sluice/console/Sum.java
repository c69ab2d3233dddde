package dev.sluice.console;

import dev.sluice.job.JobProgress;
import java.util.Collection;

/**
 * Several jobs taken together.
 *
 * @param jobs how many jobs
 * @param total their prompts, as far as they are known
 * @param answered those with an answer
 * @param failed those that failed for good
 * @param retries requests sent again
 */
record Sum(long jobs, long total, long answered, long failed, long retries) {
    static final Sum NOTHING = new Sum(0, 0, 0, 0, 0);

    static Sum of(Collection<JobProgress> jobs) {
        return jobs.stream().reduce(NOTHING, Sum::plus, Sum::plus);
    }

    Sum plus(JobProgress job) {
        return plus(new Sum(1, job.total(), job.answered(), job.failed(), job.retries()));
    }

    Sum plus(Sum other) {
        return new Sum(
                jobs + other.jobs,
                total + other.total,
                answered + other.answered,
                failed + other.failed,
                retries + other.retries);
    }

    /** Returns how many prompts have their outcome. */
    long done() {
        return answered + failed;
    }
}
