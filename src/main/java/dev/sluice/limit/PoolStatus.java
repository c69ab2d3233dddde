package dev.sluice.limit;

import org.jspecify.annotations.Nullable;

/**
 * How a pool stands at one moment. Immutable.
 *
 * @param pool its name
 * @param requests its limit of requests a minute
 * @param tokens its limit of tokens a minute
 * @param requestsOfMinute requests sent in the last minute
 * @param tokensOfMinute tokens used in the last minute
 * @param requestsOfDay requests sent today, UTC
 * @param requestsPerDay the limit of that, or null
 * @param tokensOfDay tokens used today, UTC
 * @param tokensPerDay the limit of that, or null
 * @param waitsFor what it waits for, or an empty text
 */
public record PoolStatus(
        String pool,
        Limit requests,
        Limit tokens,
        long requestsOfMinute,
        long tokensOfMinute,
        long requestsOfDay,
        @Nullable Long requestsPerDay,
        long tokensOfDay,
        @Nullable Long tokensPerDay,
        String waitsFor) {

    /**
     * One limit.
     *
     * @param configured the configured limit, or null
     * @param learned what the provider said or refusals taught, or null
     * @param pace the amount a minute that is held at present, or null for no limit
     */
    public record Limit(
            @Nullable Long configured,
            @Nullable Long learned,
            @Nullable Long pace) {
        static Limit of(@Nullable Pace pace) {
            return pace == null
                    ? new Limit(null, null, null)
                    : new Limit(pace.configured(), pace.learned(), pace.isUnlimited() ? null : (Long) pace.perMinute());
        }
    }
}
