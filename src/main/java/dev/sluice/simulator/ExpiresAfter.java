package dev.sluice.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;

/** Reads how long a file is kept: {@code {"anchor":"created_at","seconds":3600}}, up to 30 days. */
final class ExpiresAfter {
    private static final long LEAST_SECONDS = 3_600;
    private static final long MOST_SECONDS = 2_592_000;

    private ExpiresAfter() {}

    /** Returns the seconds that a form names, or empty. */
    static Optional<Long> ofForm(Map<String, String> fields) {
        String param = "expires_after";
        String seconds = fields.get(param + "[seconds]");
        String anchor = fields.get(param + "[anchor]");
        return seconds == null && anchor == null
                ? Optional.empty()
                : Optional.of(seconds(seconds == null ? "" : seconds, anchor == null ? "" : anchor, param));
    }

    /** Returns the seconds that a field of a body names, or empty. */
    static Optional<Long> ofField(JsonNode field, String param) {
        return field.isMissingNode() || field.isNull()
                ? Optional.empty()
                : Optional.of(seconds(
                        field.path("seconds").asText(""), field.path("anchor").asText(""), param));
    }

    private static long seconds(String seconds, String anchor, String param) {
        if (!anchor.equals("created_at")) {
            throw ApiError.badRequest(
                    "invalid_value", param + ".anchor", "Invalid value. Supported values are: 'created_at'.");
        }
        if (!seconds.matches("\\d{1,9}")) {
            throw ApiError.wrongType(param + ".seconds", "an integer");
        }
        long value = Long.parseLong(seconds);
        if (value < LEAST_SECONDS || value > MOST_SECONDS) {
            throw ApiError.badRequest(
                    value < LEAST_SECONDS ? "integer_below_min_value" : "integer_above_max_value",
                    param + ".seconds",
                    "Invalid '" + param + ".seconds': expected a value from " + LEAST_SECONDS + " to " + MOST_SECONDS
                            + ", but got " + value + " instead.");
        }
        return value;
    }
}
