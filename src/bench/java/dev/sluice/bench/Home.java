package dev.sluice.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongFunction;
import java.util.stream.Stream;

/** A home folder of one measurement. */
record Home(Path folder) {
    private static final ObjectMapper JSON = new ObjectMapper();

    Path inbox(String profile) throws IOException {
        return Files.createDirectories(folder.resolve("inbox").resolve(profile));
    }

    Path outbox(String profile) {
        return folder.resolve("outbox").resolve(profile);
    }

    Path archive(String profile) {
        return folder.resolve("archive").resolve(profile);
    }

    /** Drops a file {@code prompts.jsonl} with this many lines for a profile. */
    void drop(String profile, long prompts, LongFunction<String> line) throws IOException {
        drop(profile, "prompts", prompts, line);
    }

    /** Drops a file of this name, without its ending, for a profile. */
    void drop(String profile, String name, long prompts, LongFunction<String> line) throws IOException {
        Path hidden = inbox(profile).resolve("." + name);
        try (BufferedWriter out = Files.newBufferedWriter(hidden)) {
            for (long i = 0; i < prompts; i++) {
                out.write(line.apply(i));
                out.write('\n');
            }
        }
        Files.move(hidden, inbox(profile).resolve(name + ".jsonl"));
    }

    /** Returns the answers to {@code prompts.jsonl}. */
    Path answers(String profile) {
        return answers(profile, "prompts");
    }

    Path answers(String profile, String name) {
        return outbox(profile).resolve(name + ".results.jsonl");
    }

    /** Returns the report on {@code prompts.jsonl}. */
    JsonNode report(String profile) throws IOException {
        return report(profile, "prompts");
    }

    JsonNode report(String profile, String name) throws IOException {
        return JSON.readTree(outbox(profile).resolve(name + ".report.json").toFile());
    }

    /** Returns whether {@code prompts.jsonl} has no report yet. */
    boolean isUnfinished(String profile) {
        return !Files.exists(outbox(profile).resolve("prompts.report.json"));
    }

    /** Returns how long that file took, from the claim to the report, in seconds. */
    double seconds(String profile) throws IOException {
        return report(profile).path("seconds").asDouble();
    }

    /** Returns how many files of a folder have names that end so. */
    static long count(Path folder, String end) throws IOException {
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(end)
                            && !String.valueOf(file.getFileName()).startsWith("."))
                    .count();
        }
    }
}
