package dev.sluice.job;

import java.time.Instant;

/**
 * How far a job is, at one moment. Immutable.
 *
 * @param job the job's id
 * @param name the input file's path below the inbox
 * @param state what is being done
 * @param total how many prompts the file has
 * @param answered how many have an answer
 * @param failed how many have failed for good
 * @param retries how many requests for it were sent again
 * @param startedAt when this process took it up
 */
public record JobProgress(
        long job, String name, State state, long total, long answered, long failed, long retries, Instant startedAt) {

    /** What is being done for a job. */
    public enum State {
        /** Claimed, waiting for its turn. */
        CLAIMED,
        /** Its prompts are being asked. */
        RUNNING,
        /** Its answers are being written out. */
        WRITING,
        /** All is written and the input archived. */
        DONE
    }
}
