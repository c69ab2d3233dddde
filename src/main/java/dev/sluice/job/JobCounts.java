package dev.sluice.job;

/**
 * What a job has cost. Immutable. A request that several jobs share counts for each of them.
 *
 * @param requests requests sent that carried its prompts
 * @param rateLimited how many of them the provider refused with 429
 * @param retries how many of them were sent again after another failure
 * @param inputTokens prompt tokens that the provider counted
 * @param outputTokens answer tokens that the provider counted
 */
public record JobCounts(long requests, long rateLimited, long retries, long inputTokens, long outputTokens) {
    /** The counts of a job that has sent nothing yet. */
    public static final JobCounts NONE = new JobCounts(0, 0, 0, 0, 0);

    /** Returns the sum of both. */
    public JobCounts plus(JobCounts other) {
        return new JobCounts(
                requests + other.requests,
                rateLimited + other.rateLimited,
                retries + other.retries,
                inputTokens + other.inputTokens,
                outputTokens + other.outputTokens);
    }
}
