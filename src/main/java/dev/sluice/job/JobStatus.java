package dev.sluice.job;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a job stands as the database tells it, whichever process works on it. Immutable.
 *
 * @param job its number
 * @param name the input file's path below the inbox
 * @param profile the name of its profile
 * @param outputName the path below the outbox that its output files share, without endings
 * @param state what is being done, or was when a process last worked on it
 * @param cancelled whether what it had not sent is not to be sent any more
 * @param total how many prompts the file has, 0 until it was inspected
 * @param answered how many have an answer
 * @param failed how many have failed for good
 * @param claimedAt when it was claimed
 * @param finishedAt when it was finished, or null
 * @param archivedAs where the input of a finished job lies, as a path below the archive folder, or null
 * @param waitsFor what keeps it from going on, or null
 */
public record JobStatus(
        long job,
        String name,
        String profile,
        String outputName,
        JobProgress.State state,
        boolean cancelled,
        long total,
        long answered,
        long failed,
        Instant claimedAt,
        @Nullable Instant finishedAt,
        @Nullable String archivedAs,
        @Nullable String waitsFor) {}
