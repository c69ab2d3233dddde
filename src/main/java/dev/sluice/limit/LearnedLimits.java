package dev.sluice.limit;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What a pool takes over from an earlier run.
 *
 * @param requestsPerMinute the requests a minute that were learned, or null
 * @param tokensPerMinute the tokens a minute that were learned, or null
 * @param imagesPerMinute the images a minute that were learned, or null
 * @param day the day, in UTC, that the usage is of
 * @param requestsOfDay requests of that day
 * @param tokensOfDay tokens of that day
 */
public record LearnedLimits(
        @Nullable Long requestsPerMinute,
        @Nullable Long tokensPerMinute,
        @Nullable Long imagesPerMinute,
        LocalDate day,
        long requestsOfDay,
        long tokensOfDay) {
    /** Nothing is known. */
    public static final LearnedLimits NONE = new LearnedLimits(null, null, null, LocalDate.EPOCH, 0, 0);
}
