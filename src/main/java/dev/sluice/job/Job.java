package dev.sluice.job;

import java.time.Instant;

/**
 * One input file on its way: what the database knows of it. Immutable.
 *
 * @param id its number
 * @param name the file's path below the inbox, with forward slashes
 * @param profile the name of its profile
 * @param outputName the path below the outbox that its output files share, without endings
 * @param state what is being done
 * @param total how many prompts the file has, 0 until it was inspected
 * @param claimedAt when it was claimed
 * @param simulated whether the simulated provider answers it
 * @param cancelled whether what it had not sent is not to be sent any more
 * @param counts what it has cost so far
 */
public record Job(
        long id,
        String name,
        String profile,
        String outputName,
        JobProgress.State state,
        long total,
        Instant claimedAt,
        boolean simulated,
        boolean cancelled,
        JobCounts counts) {}
