package dev.sluice.console;

import dev.sluice.batch.ResultFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the answers of batches go, and what becomes of the provider's files. */
final class FetchOptions {
    @Option(
            names = "--out",
            paramLabel = "FILE",
            converter = FolderName.class,
            description = "File for the answers, or the folder for it; failures go into NAME.errors.jsonl beside it.")
    private @Nullable Path out;

    @Option(names = "--force", description = "Replace files that exist.")
    private boolean force;

    @Option(names = "--delete", description = "Delete the provider's files once the answers are on disk.")
    private boolean delete;

    boolean force() {
        return force;
    }

    boolean delete() {
        return delete;
    }

    /** Returns whether any of them is given. */
    boolean areGiven() {
        return out != null || force || delete;
    }

    /** Returns whether one file is named, so that it can't be for several batches. */
    boolean nameOneFile() {
        return out != null && !Files.isDirectory(out);
    }

    /** Returns the files for a batch, which without {@code --out} are these. */
    ResultFiles files(ResultFiles otherwise) {
        if (out == null) {
            return otherwise;
        }
        return nameOneFile()
                ? ResultFiles.of(out)
                : ResultFiles.of(out.resolve(otherwise.answers().getFileName()));
    }
}
