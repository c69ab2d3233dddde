package dev.sluice.simulator;

import java.math.BigDecimal;

/**
 * What tokens of a model cost, in dollars per million.
 *
 * @param input tokens of prompts that were not cached
 * @param cached those that were
 * @param output tokens of answers
 */
public record TokenPrice(BigDecimal input, BigDecimal cached, BigDecimal output) {
    private static final int MILLION = 6;

    /** Checks the ranges. */
    public TokenPrice {
        if (input.signum() < 0 || cached.signum() < 0 || output.signum() < 0) {
            throw new IllegalArgumentException(
                    "prices must be >= 0: input=" + input + " cached=" + cached + " output=" + output);
        }
    }

    /** Returns the price that a text such as {@code 0.25/0.025/2} means. */
    static TokenPrice parse(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException("a price is input/cached/output: value=" + text);
        }
        return new TokenPrice(new BigDecimal(parts[0]), new BigDecimal(parts[1]), new BigDecimal(parts[2]));
    }

    /** Returns what tokens cost at a price per million. */
    static BigDecimal dollars(BigDecimal price, long tokens, boolean half) {
        BigDecimal full = price.multiply(BigDecimal.valueOf(tokens, MILLION));
        return half ? full.divide(BigDecimal.valueOf(2)) : full;
    }
}
