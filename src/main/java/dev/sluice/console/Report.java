package dev.sluice.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a job's {@code report.json} tells beyond its progress.
 *
 * @param requests how many requests carried its prompts
 * @param rateLimited how many of them were refused for the rate limit
 */
record Report(long requests, long rateLimited) {
    private static final ObjectMapper JSON = new ObjectMapper();

    Report plus(Report other) {
        return new Report(requests + other.requests, rateLimited + other.rateLimited);
    }

    /** Reads a report, or returns empty where it can't be read. */
    static Optional<Report> read(Path file) {
        try {
            JsonNode report = JSON.readTree(file.toFile());
            return Optional.of(new Report(
                    report.path("requests").asLong(), report.path("rateLimited").asLong()));
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }
}
