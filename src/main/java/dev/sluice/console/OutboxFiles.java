package dev.sluice.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.job.JobProgress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files that a job left in the outbox.
 *
 * @param name their common path below the outbox, without endings
 * @param results the answers
 * @param requests how many requests carried the job's prompts
 * @param rateLimited how many of them were refused for the rate limit
 */
record OutboxFiles(String name, Path results, long requests, long rateLimited) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String REPORT = ".report.json";

    /** Finds a job's files by the reports of its name, of which one holds its id; empty where there is none. */
    static Optional<OutboxFiles> of(JobProgress job, Path home) {
        Path outbox = home.resolve("outbox");
        Path stem = outbox.resolve(stem(job.name()));
        Path folder = stem.getParent() == null ? outbox : stem.getParent();
        Pattern report =
                Pattern.compile(Pattern.quote(String.valueOf(stem.getFileName())) + "(-\\d+)?\\.report\\.json");
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file ->
                            report.matcher(file.getFileName().toString()).matches())
                    .flatMap(file -> read(file, job.job(), outbox).stream())
                    .findFirst();
        } catch (IOException noSuchFolder) {
            return Optional.empty();
        }
    }

    private static Optional<OutboxFiles> read(Path reportFile, long job, Path outbox) {
        JsonNode report;
        try {
            report = JSON.readTree(reportFile.toFile());
        } catch (IOException unreadable) {
            return Optional.empty();
        }
        if (report.path("job").asLong(-1) != job) {
            return Optional.empty();
        }
        String file = outbox.relativize(reportFile).toString();
        String name = file.substring(0, file.length() - REPORT.length());
        return Optional.of(new OutboxFiles(
                name,
                results(outbox, name),
                report.path("requests").asLong(),
                report.path("rateLimited").asLong()));
    }

    private static Path results(Path outbox, String name) {
        return List.of("csv", "jsonl").stream()
                .map(ending -> outbox.resolve(name + ".results." + ending))
                .filter(Files::exists)
                .findFirst()
                .orElse(outbox.resolve(name));
    }

    /** Returns a name without {@code .gz} and without its last ending, as the outbox has it. */
    private static String stem(String name) {
        String unpacked = name.replaceFirst("(?i)\\.gz$", "");
        int dot = unpacked.lastIndexOf('.');
        return dot > unpacked.lastIndexOf('/') + 1 ? unpacked.substring(0, dot) : unpacked;
    }
}
