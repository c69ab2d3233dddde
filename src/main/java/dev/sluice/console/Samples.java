package dev.sluice.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** The sample files of the jar: prompts of each format, and the configuration that the demo runs them with. */
final class Samples {
    private static final String ROOT = "/sluice/samples/";
    private static final List<String> PROMPTS = List.of(
            "alice.txt",
            "constitution.md",
            "shakespeare.jsonl",
            "austen-batch.jsonl",
            "fables/aesop.csv",
            "embeddings/sonnets.txt.gz");
    private static final List<String> CONFIGURATION = List.of("application.properties", "limits.yaml", "profiles.yaml");

    private Samples() {}

    /** Copies the prompts into a home folder's inbox and the configuration into its {@code config}; returns the latter. */
    static Path copyTo(Path home) throws IOException {
        for (String name : PROMPTS) {
            copy("inbox/" + name, home);
        }
        for (String name : CONFIGURATION) {
            copy("config/" + name, home);
        }
        return home.resolve("config");
    }

    /** Returns the first line of a sample. */
    static String firstLine(String name) throws IOException {
        try (InputStream in = open("inbox/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .findFirst()
                    .orElse("");
        }
    }

    /** Copies one file; those in {@code .gz} are compressed only now, so that they can be read in the source tree. */
    private static void copy(String name, Path home) throws IOException {
        Path target = home.resolve(name);
        Files.createDirectories(target.getParent());
        boolean packed = name.endsWith(".gz");
        try (InputStream in = open(packed ? name.substring(0, name.length() - 3) : name);
                OutputStream file = Files.newOutputStream(target);
                OutputStream out = packed ? new GZIPOutputStream(file) : file) {
            in.transferTo(out);
        }
    }

    private static InputStream open(String name) throws IOException {
        InputStream in = Samples.class.getResourceAsStream(ROOT + name);
        if (in == null) {
            throw new IOException("sample is missing from the jar: name=" + name);
        }
        return in;
    }
}
