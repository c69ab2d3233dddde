package dev.sluice.provider;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds out how long a provider asks to wait. */
final class RetryTime {
    private static final Pattern IN_MESSAGE = Pattern.compile(
            "(?:try again|retry) (?:in|after) (?:about )?(?:(?<units>" + ApiDuration.UNITS
                    + ")|(?<number>\\d{1,9}(?:\\.\\d{1,20})?) ?(?<word>millisecond|second|minute|hour))",
            Pattern.CASE_INSENSITIVE);

    private RetryTime() {}

    /**
     * Returns the time of {@code retry-after-ms}, else of {@code Retry-After} (seconds or an HTTP date), else of the
     * message, else empty. A time that isn't positive counts as none.
     */
    static Optional<Duration> of(ReplyHeaders headers, String message, Clock clock) {
        return headers.get("retry-after-ms")
                .flatMap(value -> ApiDuration.number(value, "ms"))
                .filter(RetryTime::isPositive)
                .or(() -> headers.get("retry-after")
                        .flatMap(value -> ApiDuration.parse(value).or(() -> until(value, clock)))
                        .filter(RetryTime::isPositive))
                .or(() -> inMessage(message).filter(RetryTime::isPositive));
    }

    private static Optional<Duration> until(String date, Clock clock) {
        try {
            ZonedDateTime then = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME);
            return Optional.of(Duration.between(clock.instant(), then.toInstant()));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<Duration> inMessage(String message) {
        Matcher found = IN_MESSAGE.matcher(message);
        if (!found.find()) {
            return Optional.empty();
        }
        String units = found.group("units");
        if (units != null) {
            return ApiDuration.parse(units);
        }
        String unit = switch (found.group("word").toLowerCase(Locale.ROOT)) {
            case "millisecond" -> "ms";
            case "second" -> "s";
            case "minute" -> "m";
            default -> "h";
        };
        return ApiDuration.number(found.group("number"), unit);
    }

    private static boolean isPositive(Duration duration) {
        return !duration.isZero() && !duration.isNegative();
    }
}
