package dev.sluice.prompt;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a model.
 *
 * @param name its name, or the prefix that its family shares
 * @param encoding the name of its token encoding, such as {@code o200k_base}
 * @param contextTokens the tokens that prompt and answer may have together, or null where unknown
 */
public record Model(String name, String encoding, @Nullable Integer contextTokens) {}
