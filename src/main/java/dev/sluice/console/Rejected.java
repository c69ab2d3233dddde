package dev.sluice.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The files that could not be read since a moment, told from the reasons that lie beside them. */
final class Rejected {
    private static final String REASON = ".why.txt";
    private final Path folder;
    private final Map<Path, FileTime> before;

    private Rejected(Path folder) {
        this.folder = folder;
        before = reasons(folder);
    }

    /** Notes what was rejected up to now. */
    static Rejected before(Path home) {
        return new Rejected(home.resolve("rejected"));
    }

    /** Returns the reasons that came since, sorted. */
    List<Path> since() {
        return reasons(folder).entrySet().stream()
                .filter(reason -> !reason.getValue().equals(before.get(reason.getKey())))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    private static Map<Path, FileTime> reasons(Path folder) {
        if (!Files.isDirectory(folder)) {
            return Map.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(REASON))
                    .collect(Collectors.toMap(file -> file, Rejected::modified));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FileTime modified(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
