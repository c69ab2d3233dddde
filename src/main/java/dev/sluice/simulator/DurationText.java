package dev.sluice.simulator;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads and writes spans of time the way rate-limit headers do: {@code 6ms}, {@code 2.4s}, {@code 1m2.5s}, {@code 14h29m11.04s}. */
final class DurationText {
    private static final Pattern FORM =
            Pattern.compile("(?:(\\d+)h)?(?:(\\d+)m(?!s))?(?:(\\d+(?:\\.\\d+)?)s)?(?:(\\d+(?:\\.\\d+)?)ms)?");
    private static final long NANOS_PER_MILLI = 1_000_000;

    private DurationText() {}

    /** Returns the text of a span, rounded up to whole milliseconds. */
    static String format(Duration span) {
        return format(span.toNanos());
    }

    /** Returns the text of a span of nanoseconds, rounded up to whole milliseconds. */
    static String format(long nanos) {
        long millis = ceilMillis(nanos);
        if (millis == 0) {
            return "0s";
        }
        if (millis < 1_000) {
            return millis + "ms";
        }
        long hours = millis / 3_600_000;
        long minutes = millis / 60_000 % 60;
        String head = hours > 0 ? hours + "h" + minutes + "m" : minutes > 0 ? minutes + "m" : "";
        return head + seconds(millis % 60_000) + "s";
    }

    /** Returns a span of nanoseconds as a bare number of seconds, rounded up to whole milliseconds. */
    static String bareSeconds(long nanos) {
        return seconds(ceilMillis(nanos));
    }

    /** Returns nanoseconds as milliseconds, rounded up. */
    static long ceilMillis(long nanos) {
        return -Math.floorDiv(-Math.max(0, nanos), NANOS_PER_MILLI);
    }

    /**
     * Returns the span that a text such as {@code 1m2.5s} or {@code 50ms} means.
     *
     * @throws IllegalArgumentException for any other text
     */
    static Duration parse(String text) {
        Matcher parts = FORM.matcher(text.strip());
        if (text.isBlank() || !parts.matches()) {
            throw new IllegalArgumentException("a duration looks like 50ms, 2s or 1m2.5s: value=" + text);
        }
        return part(parts.group(1), 3_600_000)
                .plus(part(parts.group(2), 60_000))
                .plus(part(parts.group(3), 1_000))
                .plus(part(parts.group(4), 1));
    }

    private static Duration part(String number, long unitMillis) {
        if (number == null) {
            return Duration.ZERO;
        }
        BigDecimal nanos = new BigDecimal(number).multiply(BigDecimal.valueOf(unitMillis * NANOS_PER_MILLI));
        return Duration.ofNanos(nanos.longValue());
    }

    private static String seconds(long millis) {
        BigDecimal seconds = BigDecimal.valueOf(millis, 3).stripTrailingZeros();
        return seconds.toPlainString();
    }
}
