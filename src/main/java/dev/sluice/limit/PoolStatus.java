package dev.sluice.limit;

import org.jspecify.annotations.Nullable;

/**
 * How a pool stands at one moment. Immutable.
 *
 * @param pool its name
 * @param requests its limits of requests
 * @param tokens its limits of tokens
 * @param images its limits of images
 * @param waitsFor what it waits for, or an empty text
 */
public record PoolStatus(String pool, Limit requests, Limit tokens, Limit images, String waitsFor) {

    /**
     * What is limited of one thing that is counted, and used of it.
     *
     * @param configured the configured limit a minute, or null
     * @param learned what the provider said or refusals taught, or null
     * @param pace the amount a minute that is held at present, or null for no limit
     * @param ofMinute what was used in the last minute
     * @param ofDay what was used today, UTC
     * @param perDay the limit of that, or null
     */
    public record Limit(
            @Nullable Long configured,
            @Nullable Long learned,
            @Nullable Long pace,
            long ofMinute,
            long ofDay,
            @Nullable Long perDay) {}
}
