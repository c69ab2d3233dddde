package dev.sluice.prompt;

import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * What a model costs from a day on, in USD per 1,000,000 tokens. Immutable.
 *
 * @param from the first day
 * @param input the price of prompt tokens
 * @param cached the price of prompt tokens that the provider had in its cache
 * @param output the price of answer tokens
 */
public record Price(LocalDate from, BigDecimal input, BigDecimal cached, BigDecimal output) {
    private static final int MILLION = 6;

    /** Returns what tokens cost, none of them cached, in USD. */
    public BigDecimal of(long inputTokens, long outputTokens) {
        return input.multiply(BigDecimal.valueOf(inputTokens))
                .add(output.multiply(BigDecimal.valueOf(outputTokens)))
                .movePointLeft(MILLION);
    }
}
