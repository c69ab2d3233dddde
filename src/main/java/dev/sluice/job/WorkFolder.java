package dev.sluice.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The claimed files as they lie in the work folder, one below each job's number. */
final class WorkFolder {
    /** A claimed file: its job and its path below the inbox. */
    record Entry(long job, String name) {}

    private WorkFolder() {}

    static List<Entry> entries(HomeFolder home) throws IOException {
        List<Entry> entries = new ArrayList<>();
        try (Stream<Path> folders = Files.list(home.work())) {
            for (Path folder : folders.filter(WorkFolder::isJobFolder).sorted().toList()) {
                entries.addAll(entriesOf(folder));
            }
        }
        return entries;
    }

    /** Returns what lies in the folder of a job. */
    static List<Entry> entriesOf(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        long job = Long.parseLong(folder.getFileName().toString());
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> InboxNames.isClaimable(file.getFileName().toString()))
                    .map(file -> new Entry(job, InboxNames.nameOf(folder, file)))
                    .toList();
        }
    }

    private static boolean isJobFolder(Path folder) {
        return folder.getFileName().toString().matches("[1-9][0-9]{0,17}") && Files.isDirectory(folder);
    }
}
