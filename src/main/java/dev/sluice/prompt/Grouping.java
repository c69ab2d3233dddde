package dev.sluice.prompt;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How prompts of one profile share a request.
 *
 * @param maxPrompts the most prompts in a request, at least 1, or null to fit them to the pool's limits
 * @param maxTokens the most prompt tokens in a request, at least 1
 * @param maxWait the longest that the first prompt waits for company
 */
public record Grouping(@Nullable Integer maxPrompts, int maxTokens, Duration maxWait) {
    /** Checks the ranges. */
    public Grouping {
        if (maxPrompts != null && maxPrompts < 1) {
            throw new IllegalArgumentException("max-prompts must be >= 1: value=" + maxPrompts);
        }
        if (maxTokens < 1) {
            throw new IllegalArgumentException("max-tokens must be >= 1: value=" + maxTokens);
        }
        if (maxWait.isNegative()) {
            throw new IllegalArgumentException("max-wait must be >= 0: value=" + maxWait);
        }
    }
}
