package dev.sluice.console;

import dev.sluice.job.JobProgress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds a job's files in the outbox, {@code <name>.results.*} and {@code <name>.report.json}. */
final class OutboxFiles {
    private final Path outbox;

    OutboxFiles(Path home) {
        outbox = home.resolve("outbox");
    }

    /** Returns the answers of a job, or empty where there are none. */
    Optional<Path> results(JobProgress job) {
        return newest(job, ".results.");
    }

    /** Returns the report of a job, or empty where there is none. */
    Optional<Path> report(JobProgress job) {
        return newest(job, ".report.json");
    }

    /** Returns how messages name the answers of this job. */
    String errorsName(JobProgress job) {
        return "outbox/" + stem(job.name()) + ".errors.jsonl";
    }

    private Optional<Path> newest(JobProgress job, String part) {
        Path base = outbox.resolve(stem(job.name()));
        Path folder = base.getParent() == null ? outbox : base.getParent();
        String start = String.valueOf(base.getFileName());
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> belongs(file.getFileName().toString(), start, part))
                    .max(Comparator.comparing(OutboxFiles::modified));
        } catch (IOException noSuchFolder) {
            return Optional.empty();
        }
    }

    /** Tells whether a name is the stem, a number where the stem was taken already, and this part. */
    private static boolean belongs(String name, String stem, String part) {
        int at = name.lastIndexOf(part);
        return at >= stem.length()
                && name.startsWith(stem)
                && name.substring(stem.length(), at).matches("(-\\d+)?");
    }

    private static String stem(String name) {
        String unpacked = name.replaceFirst("(?i)\\.gz$", "");
        int dot = unpacked.lastIndexOf('.');
        return dot > unpacked.lastIndexOf('/') + 1 ? unpacked.substring(0, dot) : unpacked;
    }

    private static FileTime modified(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            return FileTime.fromMillis(0);
        }
    }
}
