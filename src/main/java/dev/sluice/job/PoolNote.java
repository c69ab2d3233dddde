package dev.sluice.job;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a limit pool for the next start and for whoever asks meanwhile. Immutable.
 *
 * @param pool its name
 * @param requestsPerMinute the learned limit, or null
 * @param tokensPerMinute the learned limit, or null
 * @param imagesPerMinute the learned limit, or null
 * @param day the day, in UTC, that the usage is of
 * @param requestsOfDay requests of that day
 * @param tokensOfDay tokens of that day
 * @param status how it stands, as a JSON object for people
 * @param notedAt when that was
 */
public record PoolNote(
        String pool,
        @Nullable Long requestsPerMinute,
        @Nullable Long tokensPerMinute,
        @Nullable Long imagesPerMinute,
        LocalDate day,
        long requestsOfDay,
        long tokensOfDay,
        String status,
        Instant notedAt) {}
