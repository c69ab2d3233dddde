package dev.sluice.simulator;

import java.time.Duration;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long an answer takes. Immutable.
 *
 * @param low the least, or the median of a lognormal one
 * @param high the most; equal to {@code low} unless uniform
 * @param sigma the spread of a lognormal one (standard deviation of the logarithm), else 0
 */
public record Latency(Duration low, Duration high, double sigma) {
    private static final Pattern LOGNORMAL = Pattern.compile("lognormal\\(\\s*([^,\\s]+)\\s*,\\s*([0-9.]+)\\s*\\)");

    /** Checks the ranges. */
    public Latency {
        if (low.isNegative() || high.compareTo(low) < 0 || !(sigma >= 0 && sigma <= 5)) {
            throw new IllegalArgumentException("latency must be 0 <= low <= high with sigma 0 to 5: low="
                    + DurationText.format(low) + " high=" + DurationText.format(high) + " sigma=" + sigma);
        }
    }

    /** Returns the same latency for every answer. */
    public static Latency fixed(Duration value) {
        return new Latency(value, value, 0);
    }

    /** Returns latencies spread evenly between two. */
    public static Latency uniform(Duration low, Duration high) {
        return new Latency(low, high, 0);
    }

    /** Returns latencies with a long tail around a median; {@code sigma} 0.4 is mild, 1 is wild. */
    public static Latency lognormal(Duration median, double sigma) {
        return new Latency(median, median, sigma);
    }

    /**
     * Returns the latency that a text means: {@code 50ms}, {@code 20ms..80ms} or {@code lognormal(50ms,0.4)}.
     *
     * @throws IllegalArgumentException for any other text
     */
    public static Latency parse(String text) {
        Matcher lognormal = LOGNORMAL.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (lognormal.matches()) {
            return lognormal(DurationText.parse(lognormal.group(1)), Double.parseDouble(lognormal.group(2)));
        }
        int dots = text.indexOf("..");
        return dots < 0
                ? fixed(DurationText.parse(text))
                : uniform(DurationText.parse(text.substring(0, dots)), DurationText.parse(text.substring(dots + 2)));
    }

    /** Returns the nanoseconds that one answer takes. */
    long sampleNanos(RandomGenerator draws) {
        if (sigma > 0) {
            return (long) (low.toNanos() * Math.exp(sigma * draws.nextGaussian()));
        }
        long spread = high.toNanos() - low.toNanos();
        return low.toNanos() + (spread == 0 ? 0 : draws.nextLong(spread + 1));
    }
}
