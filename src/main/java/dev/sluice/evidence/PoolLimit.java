package dev.sluice.evidence;

import org.jspecify.annotations.Nullable;

/**
 * The limits a minute that hold for a pool. Immutable.
 *
 * @param requests the most requests, or null where unknown
 * @param tokens the most tokens, or null where unknown
 * @param images the most images, or null where there are none or that is unknown
 */
public record PoolLimit(
        @Nullable Long requests,
        @Nullable Long tokens,
        @Nullable Long images) {
    /** Nothing is known. */
    public static final PoolLimit UNKNOWN = new PoolLimit(null, null, null);
}
