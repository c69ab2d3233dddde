package dev.sluice.usage;

/**
 * The tokens that a provider counted. Immutable.
 *
 * @param input tokens of prompts, cached ones included
 * @param cached those of them that the provider had in its cache
 * @param output tokens of answers
 */
public record UsedTokens(long input, long cached, long output) {
    /** None at all. */
    public static final UsedTokens NONE = new UsedTokens(0, 0, 0);

    /** Checks the ranges. */
    public UsedTokens {
        if (cached < 0 || input < cached || output < 0) {
            throw new IllegalArgumentException(
                    "tokens out of range: input=" + input + " cached=" + cached + " output=" + output);
        }
    }

    /** Returns the sum of both. */
    public UsedTokens plus(UsedTokens other) {
        return new UsedTokens(input + other.input, cached + other.cached, output + other.output);
    }
}
