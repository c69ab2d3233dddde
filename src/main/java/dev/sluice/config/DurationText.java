package dev.sluice.config;

import java.time.Duration;
import java.util.regex.Pattern;

/** Durations as configuration files write them: {@code 250ms}, {@code 2s}, {@code 5m}, {@code 1h}. */
final class DurationText {
    static final Shape SHAPE =
            Shape.matching("a duration such as 250ms or 2s", Pattern.compile("[0-9]{1,6}(ms|s|m|h)"));

    private DurationText() {}

    /** Returns the duration of a text that {@link #SHAPE} takes. */
    static Duration parse(String text) {
        int unit = text.replaceAll("[a-z]", "").length();
        long amount = Long.parseLong(text.substring(0, unit));
        return switch (text.substring(unit)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
        };
    }
}
