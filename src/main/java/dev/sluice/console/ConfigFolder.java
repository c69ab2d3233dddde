package dev.sluice.console;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Finds the user's configuration. */
final class ConfigFolder {
    private static final Path USUAL = Path.of("config");

    private ConfigFolder() {}

    /** Returns the folder that was named, else {@code ./config} where it exists, else null for what is packed. */
    static @Nullable Path of(@Nullable Path named) {
        return named != null ? named : Files.isDirectory(USUAL) ? USUAL : null;
    }
}
