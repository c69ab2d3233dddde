package dev.sluice.allowance;

/**
 * What is used, or is to be. Immutable.
 *
 * @param requests requests
 * @param tokens tokens of prompts and answers
 * @param microUsd millionths of a dollar
 */
public record Amount(long requests, long tokens, long microUsd) {
    /** Nothing. */
    public static final Amount NOTHING = new Amount(0, 0, 0);

    /** Returns the sum of both. */
    public Amount plus(Amount other) {
        return new Amount(requests + other.requests, tokens + other.tokens, microUsd + other.microUsd);
    }

    /** Returns the difference of both. */
    public Amount minus(Amount other) {
        return new Amount(requests - other.requests, tokens - other.tokens, microUsd - other.microUsd);
    }
}
