package dev.sluice.allowance;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The most that a user may use in a window. Immutable.
 *
 * @param requests requests, or null for any number
 * @param tokens tokens of prompts and answers, or null for any number
 * @param microUsd millionths of a dollar, or null for any sum
 */
public record Bound(
        @Nullable Long requests,
        @Nullable Long tokens,
        @Nullable Long microUsd) {

    /** Returns what an amount exceeds, such as {@code tokens=120 of 100}, or empty. */
    public Optional<String> exceededBy(Amount amount) {
        if (requests != null && amount.requests() > requests) {
            return Optional.of("requests=" + amount.requests() + " of " + requests);
        }
        if (tokens != null && amount.tokens() > tokens) {
            return Optional.of("tokens=" + amount.tokens() + " of " + tokens);
        }
        return microUsd != null && amount.microUsd() > microUsd
                ? Optional.of("microUSD=" + amount.microUsd() + " of " + microUsd)
                : Optional.empty();
    }
}
