package dev.sluice.job;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Takes a file of the inbox, or one that was decided about, into the work folder, once. Where they are on different file systems, the
 * file goes into a hidden folder beside it first, {@code .sluice-claimed-<job>}, so that whatever happens while it is copied, nobody
 * claims it again and nobody loses it.
 */
final class Claim {
    private static final String HIDDEN = ".sluice-claimed-";

    private Claim() {}

    /** Moves a file of the inbox to its job's place in the work folder. */
    static void take(Path file, Path workFile, long job) throws IOException {
        Files.createDirectories(Objects.requireNonNull(workFile.getParent()));
        try {
            Files.move(file, workFile, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Path folder = file.resolveSibling(HIDDEN + job);
            Files.createDirectories(folder);
            Path hidden = folder.resolve(Objects.requireNonNull(file.getFileName()));
            Files.move(file, hidden, StandardCopyOption.ATOMIC_MOVE);
            try {
                finish(hidden, workFile);
            } catch (IOException cannotCopy) {
                // A full disk, say: it goes back into the inbox and is claimed when there is room.
                Files.move(
                        hidden,
                        InboxNames.unused(
                                Objects.requireNonNull(file.getParent()),
                                hidden.getFileName().toString()));
                Files.deleteIfExists(folder);
                throw cannotCopy;
            }
        }
    }

    private static void finish(Path hidden, Path workFile) throws IOException {
        if (!Files.exists(workFile)) {
            Files.createDirectories(Objects.requireNonNull(workFile.getParent()));
            FileMoves.copy(hidden, workFile);
        }
        Files.delete(hidden);
        Files.deleteIfExists(Objects.requireNonNull(hidden.getParent()));
    }

    /** Completes the claims that an earlier process had begun. */
    static void completeAll(HomeFolder home) throws IOException {
        for (Path folder : begun(home.inbox())) {
            long job = Long.parseLong(folder.getFileName().toString().substring(HIDDEN.length()));
            try (Stream<Path> files = Files.list(folder)) {
                for (Path hidden : files.toList()) {
                    Path original = folder.resolveSibling(Objects.requireNonNull(hidden.getFileName()));
                    finish(hidden, home.workFile(job, InboxNames.nameOf(home.inbox(), original)));
                }
            }
            Files.deleteIfExists(folder);
        }
        for (Path decided : List.of(home.review().approved(), home.review().denied())) {
            for (Path folder : begun(decided)) {
                takeBack(home, folder);
            }
        }
    }

    /** What name a file that was decided about has as a job, only its copy tells; without a whole one it is claimed anew. */
    private static void takeBack(HomeFolder home, Path folder) throws IOException {
        String job = folder.getFileName().toString().substring(HIDDEN.length());
        boolean isCopied = !WorkFolder.entriesOf(home.work().resolve(job)).isEmpty();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path hidden : files.toList()) {
                if (isCopied) {
                    Files.delete(hidden);
                } else {
                    Path parent = Objects.requireNonNull(folder.getParent());
                    Files.move(
                            hidden,
                            InboxNames.unused(parent, hidden.getFileName().toString()));
                }
            }
        }
        Files.delete(folder);
    }

    private static List<Path> begun(Path inbox) throws IOException {
        List<Path> found = new ArrayList<>();
        Files.walkFileTree(inbox, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                boolean isClaim = folder.getFileName().toString().matches("\\.sluice-claimed-[1-9][0-9]{0,17}");
                if (isClaim) {
                    found.add(folder);
                }
                return isClaim ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) {
                return FileVisitResult.CONTINUE;
            }
        });
        return found;
    }
}
