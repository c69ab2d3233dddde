package dev.sluice.job;

/**
 * What a job has cost. Immutable. A request that several jobs share counts for each of them.
 *
 * @param requests requests sent that carried its prompts
 * @param carried its prompts in them, a prompt that was sent again counted again
 * @param rateLimited how many of them the provider refused with 429
 * @param retries how many of them were sent again after another failure
 * @param inputTokens prompt tokens that the provider counted
 * @param outputTokens answer tokens that the provider counted
 * @param repeated how many of its prompts were not sent, since they took the result of an identical one
 * @param maybeRepeated how many requests were sent again though the first may have been paid for: no reply came, or the
 *     process was killed before its answers were stored
 */
public record JobCounts(
        long requests,
        long carried,
        long rateLimited,
        long retries,
        long inputTokens,
        long outputTokens,
        long repeated,
        long maybeRepeated) {
    /** The counts of a job that has sent nothing yet. */
    public static final JobCounts NONE = new JobCounts(0, 0, 0, 0, 0, 0, 0, 0);

    /** Returns the counts of one request that carries so many prompts of a job. */
    public static JobCounts request(int prompts) {
        return new JobCounts(1, prompts, 0, 0, 0, 0, 0, 0);
    }

    /** Returns the counts of one refusal with 429. */
    public static JobCounts refusal() {
        return new JobCounts(0, 0, 1, 0, 0, 0, 0, 0);
    }

    /** Returns the counts of one failure that the request is sent again for. */
    public static JobCounts retry() {
        return new JobCounts(0, 0, 0, 1, 0, 0, 0, 0);
    }

    /** Returns the counts of tokens that the provider counted. */
    public static JobCounts tokens(long input, long output) {
        return new JobCounts(0, 0, 0, 0, input, output, 0, 0);
    }

    /** Returns the counts of requests that may have been paid for twice. */
    public static JobCounts maybeRepeated(long requests) {
        return new JobCounts(0, 0, 0, 0, 0, 0, 0, requests);
    }

    /** Returns the sum of both. */
    public JobCounts plus(JobCounts other) {
        return new JobCounts(
                requests + other.requests,
                carried + other.carried,
                rateLimited + other.rateLimited,
                retries + other.retries,
                inputTokens + other.inputTokens,
                outputTokens + other.outputTokens,
                repeated + other.repeated,
                maybeRepeated + other.maybeRepeated);
    }

    /** Returns the same with another number of prompts that were not sent. */
    JobCounts withRepeated(long prompts) {
        return new JobCounts(
                requests, carried, rateLimited, retries, inputTokens, outputTokens, prompts, maybeRepeated);
    }
}
