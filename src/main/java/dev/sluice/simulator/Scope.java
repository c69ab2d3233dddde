package dev.sluice.simulator;

import java.time.Duration;

/** What a limit counts, and over how long. */
enum Scope {
    REQUESTS_PER_MINUTE("requests", "requests per min (RPM)", Duration.ofMinutes(1)),
    TOKENS_PER_MINUTE("tokens", "tokens per min (TPM)", Duration.ofMinutes(1)),
    IMAGES_PER_MINUTE("images", "images per min (IPM)", Duration.ofMinutes(1)),
    REQUESTS_PER_DAY("requests", "requests per day (RPD)", Duration.ofDays(1)),
    TOKENS_PER_DAY("tokens", "tokens per day (TPD)", Duration.ofDays(1)),
    CONCURRENT("requests", "concurrent requests", Duration.ZERO);

    private final String unit;
    private final String words;
    private final Duration period;

    Scope(String unit, String words, Duration period) {
        this.unit = unit;
        this.words = words;
        this.period = period;
    }

    /** Returns {@code requests}, {@code tokens} or {@code images}: the error type, and the end of the header names. */
    String unit() {
        return unit;
    }

    /** Returns how error messages name it. */
    String words() {
        return words;
    }

    Duration period() {
        return period;
    }

    boolean isTokens() {
        return unit.equals("tokens");
    }

    boolean isDaily() {
        return period.equals(Duration.ofDays(1));
    }
}
