package dev.sluice.allowance;

import java.math.BigDecimal;
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
    private static final int MICRO = 6;

    /** Returns what an amount exceeds, such as {@code tokens=120 of 100} or {@code cost=0.012 of 0.01 USD}, or empty. */
    public Optional<String> exceededBy(Amount amount) {
        if (requests != null && amount.requests() > requests) {
            return Optional.of("requests=" + amount.requests() + " of " + requests);
        }
        if (tokens != null && amount.tokens() > tokens) {
            return Optional.of("tokens=" + amount.tokens() + " of " + tokens);
        }
        return microUsd != null && amount.microUsd() > microUsd
                ? Optional.of("cost=" + usd(amount.microUsd()) + " of " + usd(microUsd) + " USD")
                : Optional.empty();
    }

    /** Returns a sum as users.yaml has it. */
    private static String usd(long microUsd) {
        return BigDecimal.valueOf(microUsd, MICRO).stripTrailingZeros().toPlainString();
    }
}
