package dev.sluice.provider;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads durations as these APIs write them: {@code 6ms}, {@code 1m2.5s}, {@code 1h2m}, or a bare number. */
final class ApiDuration {
    /** A duration in the notation of Go, such as {@code 2m59.56s}. */
    static final String UNITS = "(?:\\d{1,9}(?:\\.\\d{1,20})?(?:ms|us|µs|ns|[dhms])){1,6}";

    private static final Pattern WHOLE = Pattern.compile(UNITS);
    private static final Pattern PART = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,20})?)(ms|us|µs|ns|[dhms])");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}(?:\\.\\d{1,20})?");

    private ApiDuration() {}

    /** Reads a duration with units, or a bare number of seconds; parts of a nanosecond are rounded up. */
    static Optional<Duration> parse(String text) {
        String value = text.strip();
        if (!WHOLE.matcher(value).matches()) {
            return number(value, "s");
        }
        Matcher part = PART.matcher(value);
        Duration sum = Duration.ZERO;
        while (part.find()) {
            sum = sum.plus(of(part.group(1), part.group(2)));
        }
        return Optional.of(sum);
    }

    /** Reads a bare, non-negative number of this unit. */
    static Optional<Duration> number(String text, String unit) {
        String value = text.strip();
        return NUMBER.matcher(value).matches() ? Optional.of(of(value, unit)) : Optional.empty();
    }

    private static Duration of(String number, String unit) {
        long nanosPerUnit = switch (unit) {
            case "ns" -> 1L;
            case "us", "µs" -> 1_000L;
            case "ms" -> 1_000_000L;
            case "s" -> 1_000_000_000L;
            case "m" -> 60_000_000_000L;
            case "h" -> 3_600_000_000_000L;
            case "d" -> 86_400_000_000_000L;
            default -> throw new IllegalArgumentException("unknown unit: unit=" + unit);
        };
        BigDecimal[] parts = new BigDecimal(number)
                .multiply(BigDecimal.valueOf(nanosPerUnit))
                .setScale(0, RoundingMode.CEILING)
                .divideAndRemainder(BigDecimal.valueOf(1_000_000_000L));
        return Duration.ofSeconds(parts[0].longValueExact(), parts[1].longValueExact());
    }
}
