package dev.sluice.job;

/**
 * What somebody asks for about a job, whichever process works on it. Immutable.
 *
 * @param id its number
 * @param job the job's number
 * @param kind what is asked for
 */
public record JobOrder(long id, long job, Kind kind) {
    /** What can be asked for. */
    public enum Kind {
        /** To send the failed prompts of a finished job again. */
        RETRY,
        /** To send no more prompts of a job, and to write out what there is. */
        CANCEL
    }
}
