package dev.sluice.job;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What of a job went through the Batch API. Immutable.
 *
 * @param batches how many batches there were
 * @param prompts how many prompts they held together
 * @param answered how many prompts they answered
 * @param inputTokens prompt tokens that the provider counted
 * @param outputTokens answer tokens that the provider counted
 * @param savedUsd what that has saved against online prices, in USD, or null where a price is unknown
 */
public record BatchShare(
        long batches,
        long prompts,
        long answered,
        long inputTokens,
        long outputTokens,
        @Nullable BigDecimal savedUsd) {
    /** Nothing. */
    public static final BatchShare NONE = new BatchShare(0, 0, 0, 0, 0, BigDecimal.ZERO);
}
