package dev.sluice.console;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that names the user's configuration. */
final class ConfigFolder {
    private static final Path USUAL = Path.of("config");

    @Option(
            names = "--config",
            paramLabel = "DIR",
            converter = FolderName.class,
            description = "Folder with your configuration; default: ./config where it exists, else what is packed.")
    private @Nullable Path named;

    /** Returns the folder that was named, else {@code ./config} where it exists, else null for what is packed. */
    @Nullable
    Path folder() {
        return named != null ? named : Files.isDirectory(USUAL) ? USUAL : null;
    }
}
