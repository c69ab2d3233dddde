package dev.sluice.prompt;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** Writes input files into a folder and reads them as prompts; one token for each character. */
public final class ReadingFixture {
    public static final ObjectMapper JSON = new ObjectMapper();
    public static final TokenCounter CHARS = (encoding, text) -> text.length();
    public static final long JOB = 7;

    private final Path folder;
    private Profile profile = profile(Endpoint.COMPLETIONS, null, null, "{}");
    private ReadLimits limits = ReadLimits.DEFAULT;

    public ReadingFixture(Path folder) {
        this.folder = folder;
    }

    public static Profile profile(
            Endpoint endpoint, @Nullable String system, @Nullable String template, String parameters) {
        return new Profile(
                "default",
                endpoint,
                "some-model",
                system,
                template,
                (ObjectNode) json(parameters),
                Profile.Output.AUTO,
                new Grouping(20, 10_000, Duration.ofMillis(20)));
    }

    public static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    public ReadingFixture with(Profile other) {
        profile = other;
        return this;
    }

    public ReadingFixture with(ReadLimits other) {
        limits = other;
        return this;
    }

    public static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    public static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    public PromptReader reader() {
        return new PromptReader(new ModelCatalog(List.of()), CHARS, limits);
    }

    public Path write(String name, byte[] content) {
        try {
            return Files.write(folder.resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public InputLines open(String name, byte[] content) {
        try {
            return reader().open(write(name, content), "inbox/" + name, profile, JOB);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public long inspect(String name, byte[] content) {
        try {
            return reader().inspect(write(name, content), "inbox/" + name, profile);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Inspects and reads a file, and checks that both find the same number of lines. */
    public List<InputLine> read(String name, byte[] content) {
        long count = inspect(name, content);
        List<InputLine> lines = new ArrayList<>();
        try (InputLines open = open(name, content)) {
            open.forEachRemaining(lines::add);
        }
        if (lines.size() != count) {
            throw new AssertionError("inspected " + count + " lines, read " + lines.size());
        }
        return lines;
    }

    public List<InputLine> read(String name, String content) {
        return read(name, utf8(content));
    }

    /** Reads the one line of a JSON lines file. */
    public InputLine jsonLine(String line) {
        return read("a.jsonl", line).get(0);
    }
}
