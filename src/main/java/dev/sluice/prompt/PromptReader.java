package dev.sluice.prompt;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.function.LongPredicate;

/** Reads input files as prompts. Immutable and thread-safe. */
public final class PromptReader {
    private final ModelCatalog models;
    private final TokenCounter counter;
    private final ReadLimits limits;
    private final String user;
    private final boolean identified;

    /** Creates a reader. */
    public PromptReader(ModelCatalog models, TokenCounter counter, ReadLimits limits) {
        this(models, counter, limits, UserName.DEFAULT, false);
    }

    private PromptReader(
            ModelCatalog models, TokenCounter counter, ReadLimits limits, String user, boolean identified) {
        this.identified = identified;
        this.user = user;
        this.models = models;
        this.counter = counter;
        this.limits = limits;
    }

    /** Returns the same for files whose lines go on the account of this user where they name nobody. */
    public PromptReader forUser(String name) {
        return new PromptReader(models, counter, limits, name, identified);
    }

    /** Returns the same, whose prompts tell the provider which of them are of the same user, by a hash of the name. */
    public PromptReader identifyingUsers() {
        return new PromptReader(models, counter, limits, user, true);
    }

    /**
     * Reads a whole file without making prompts of it: encoding, packing, CSV structure, columns that the template
     * needs, and at least one readable line.
     *
     * @param name the file as the user knows it, such as {@code inbox/a.jsonl}; its extension gives the format
     * @return how many lines {@link #open} will give, unusable ones included
     * @throws UnreadableFileException when the file must be refused
     * @throws IOException when the disk fails
     */
    public long inspect(Path path, String name, Profile profile) throws IOException {
        try (InputLines lines = open(path, name, profile, 0)) {
            return lines.countReadable();
        } catch (UncheckedIOException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /**
     * Opens a file.
     *
     * @param name the file as the user knows it, such as {@code inbox/a.jsonl}; its extension gives the format
     * @param job the id of the job that the prompts belong to
     * @throws UnreadableFileException when it must be refused
     * @throws IOException when the disk fails
     */
    public InputLines open(Path path, String name, Profile profile, long job) throws IOException {
        return open(path, name, profile, job, index -> false, index -> false);
    }

    /**
     * Opens a file as {@link #open(Path, String, Profile, long)} does, at less cost.
     *
     * @param skipped indexes that are passed over
     * @param uncounted indexes whose prompts come with 0 tokens, which takes a fraction of the time
     */
    public InputLines open(
            Path path, String name, Profile profile, long job, LongPredicate skipped, LongPredicate uncounted)
            throws IOException {
        OpenFile file = OpenFile.open(path, name, profile, limits);
        try {
            PromptBuilder builder = new PromptBuilder(profile, models, job, counter, uncounted, user, identified);
            return new InputLines(file, parser(file, builder), profile, job, skipped);
        } catch (RuntimeException e) {
            file.lines().close();
            throw e;
        }
    }

    private LineParser parser(OpenFile file, PromptBuilder builder) {
        return switch (file.format()) {
            case TEXT, DOCUMENT -> new TextParser(file.name(), limits.maxLineBytes(), builder);
            case CSV -> new CsvParser(file.name(), limits.maxLineBytes(), builder, file.columns());
            case JSON_LINES -> new JsonLineParser(file.name(), limits.maxLineBytes(), builder);
        };
    }
}
