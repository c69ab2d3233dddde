package dev.sluice.limit;

/**
 * What a request takes of its pool, besides itself. Immutable.
 *
 * @param tokens its tokens, those of its answers included
 * @param images the images that it asks for
 */
public record Cost(long tokens, long images) {
    /** Returns the cost of a request that asks for no image. */
    public static Cost ofTokens(long tokens) {
        return new Cost(tokens, 0);
    }
}
