package dev.sluice.simulator;

import com.sun.net.httpserver.Headers;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Writes when to come back, in one form or another. */
final class RetryAfterHeaders {
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private RetryAfterHeaders() {}

    static void write(RetryAfterForm form, Duration wait, Instant now, Headers headers) {
        String wholeSeconds = String.valueOf(RateLimitErrors.wholeSeconds(wait));
        String millis = String.valueOf(DurationText.ceilMillis(wait.toNanos()));
        switch (form) {
            case NONE -> {}
            case SECONDS -> headers.set("Retry-After", wholeSeconds);
            case FRACTION -> headers.set("Retry-After", DurationText.bareSeconds(wait.toNanos()));
            case DATE -> headers.set("Retry-After", httpDate(now.plus(wait)));
            case MILLIS -> headers.set("retry-after-ms", millis);
            case BOTH -> {
                headers.set("Retry-After", wholeSeconds);
                headers.set("retry-after-ms", millis);
            }
            case GARBAGE -> {
                headers.set("Retry-After", "soon");
                headers.set("retry-after-ms", "-1");
            }
            case ABSURD -> headers.set("Retry-After", "86400");
        }
    }

    /** Returns a moment as an HTTP date, which has whole seconds, rounded up. */
    private static String httpDate(Instant moment) {
        return HTTP_DATE.format(moment.plusNanos(999_999_999));
    }
}
