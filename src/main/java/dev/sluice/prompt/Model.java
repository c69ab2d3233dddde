package dev.sluice.prompt;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a model.
 *
 * @param name its name, or the prefix that its family shares
 * @param encoding the name of its token encoding, such as {@code o200k_base}
 * @param contextTokens the tokens that prompt and answer may have together, or null where unknown
 * @param tokensPerUnit how many of its tokens count as one of the limit's, 1 but for the historic models
 */
public record Model(String name, String encoding, @Nullable Integer contextTokens, int tokensPerUnit) {
    /** Creates a model whose tokens count fully. */
    public Model(String name, String encoding, @Nullable Integer contextTokens) {
        this(name, encoding, contextTokens, 1);
    }

    /** Checks the range. */
    public Model {
        if (tokensPerUnit < 1) {
            throw new IllegalArgumentException("tokens-per-unit must be >= 1: value=" + tokensPerUnit);
        }
    }

    /** Returns what a limit counts for tokens of this model, rounded up. */
    public long units(long tokens) {
        return (tokens + tokensPerUnit - 1) / tokensPerUnit;
    }
}
