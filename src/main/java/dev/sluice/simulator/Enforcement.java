package dev.sluice.simulator;

import java.time.Duration;

/**
 * How the simulated provider holds its limits. Immutable.
 *
 * @param mode the shape of the minute limits; day limits are always a bucket of one day that refills steadily
 * @param burst how much of the rate a {@link Mode#SMOOTH} bucket holds, as a time; at least one request fits
 * @param strict whether a rejected request uses up what is left for one request, too
 * @param admission how many tokens a request is taken for before it is answered
 * @param otherClientShare the share of every limit that somebody else uses up, from 0 to below 1
 */
public record Enforcement(Mode mode, Duration burst, boolean strict, Admission admission, double otherClientShare) {
    private static final Enforcement USUAL =
            new Enforcement(Mode.SMOOTH, Duration.ofSeconds(1), false, Admission.LARGER, 0);

    /** The shape of a minute limit. */
    public enum Mode {
        /** A bucket that holds {@code burst} worth of the rate and refills steadily. */
        SMOOTH,
        /** Fixed windows: 3,000 a minute are 50 in each second, 30 a minute are 1 in each 2 seconds. */
        QUANTISED,
        /** A bucket that holds a whole minute's worth and refills steadily. */
        MINUTE
    }

    /** How many tokens a request is taken for; output is {@code max_tokens} for each choice of each prompt. */
    public enum Admission {
        /** The larger of output and prompt tokens. */
        LARGER,
        /** Prompt and output tokens together. */
        SUM
    }

    /** Checks the ranges. */
    public Enforcement {
        if (burst.isNegative() || burst.compareTo(Duration.ofMinutes(1)) > 0) {
            throw new IllegalArgumentException("burst must be 0s to 1m: value=" + DurationText.format(burst));
        }
        if (!(otherClientShare >= 0 && otherClientShare < 1)) {
            throw new IllegalArgumentException("other-client-share must be >= 0 and < 1: value=" + otherClientShare);
        }
    }

    /** Returns smooth enforcement with one second of burst, nothing strict, nobody else. */
    public static Enforcement usual() {
        return USUAL;
    }

    /** Returns this with another shape. */
    public Enforcement withMode(Mode value) {
        return new Enforcement(value, burst, strict, admission, otherClientShare);
    }

    /** Returns this with another burst. */
    public Enforcement withBurst(Duration value) {
        return new Enforcement(mode, value, strict, admission, otherClientShare);
    }

    /** Returns this with rejected requests using up budget, or not. */
    public Enforcement withStrict(boolean value) {
        return new Enforcement(mode, burst, value, admission, otherClientShare);
    }

    /** Returns this with another admission estimate. */
    public Enforcement withAdmission(Admission value) {
        return new Enforcement(mode, burst, strict, value, otherClientShare);
    }

    /** Returns this with another share for somebody else. */
    public Enforcement withOtherClientShare(double value) {
        return new Enforcement(mode, burst, strict, admission, value);
    }

    /** Returns for how many tokens a request counts. */
    long tokensOf(long promptTokens, long outputTokens) {
        return admission == Admission.SUM ? promptTokens + outputTokens : Math.max(promptTokens, outputTokens);
    }
}
