package dev.sluice.camel;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Writes the path of a folder as Camel's file endpoints read it: as part of a URI, which they decode twice. */
final class FolderPath {
    private static final List<String> IMPOSSIBLE = List.of("${", "$simple{", "?", "\\");

    private FolderPath() {}

    /** Returns what a path holds that no file endpoint can take, or empty. */
    static Optional<String> problem(Path folder) {
        String text = folder.toString().replace(File.separatorChar, '/');
        return IMPOSSIBLE.stream().filter(text::contains).findFirst();
    }

    /** Returns the text for {@code directoryName}. */
    static String of(Path folder) {
        return folder.toString().replace("%", "%2525").replace("{", "%7B").replace("}", "%7D");
    }
}
