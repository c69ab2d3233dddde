package dev.sluice.camel;

import dev.sluice.job.InboxNames;
import dev.sluice.time.Ticker;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileFilter;
import org.jspecify.annotations.Nullable;

/**
 * Lets through files of the inbox that are complete: size and time have stood still for a while, or a
 * {@code <file>.done} stands beside them where that is configured. Watches all files at once instead of sleeping for
 * each. Symbolic links and folders outside the inbox are left alone. Used by the one polling thread.
 */
public final class CompleteFiles implements GenericFileFilter<File> {
    private final Path inbox;
    private final boolean doneMarker;
    private final Duration stable;
    private final Ticker ticker;
    private final Predicate<Path> taken;
    private final Map<Path, Sighting> seen = new ConcurrentHashMap<>();
    private final Set<Path> leftAlone = ConcurrentHashMap.newKeySet();

    CompleteFiles(Path inbox, boolean doneMarker, Duration stable, Ticker ticker) {
        this(inbox, doneMarker, stable, ticker, file -> true);
    }

    /** Of the complete files, takes only those that are liked; each is looked at again as long as it is there. */
    CompleteFiles(Path inbox, boolean doneMarker, Duration stable, Ticker ticker, Predicate<Path> taken) {
        this.taken = taken;
        this.inbox = inbox;
        this.doneMarker = doneMarker;
        this.stable = stable;
        this.ticker = ticker;
    }

    @Override
    public boolean accept(GenericFile<File> file) {
        Path path = file.getFile().toPath();
        if (file.isDirectory()) {
            return !Files.isSymbolicLink(path)
                    && InboxNames.isVisible(path.getFileName().toString());
        }
        if (!InboxNames.isClaimable(path.getFileName().toString())
                || !Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        boolean complete = doneMarker ? Files.exists(marker(path)) : standsStill(path);
        return complete && isTaken(path.toAbsolutePath());
    }

    private boolean isTaken(Path path) {
        if (taken.test(path)) {
            leftAlone.remove(path);
            return true;
        }
        leftAlone.add(path);
        return false;
    }

    /** Forgets a file that was claimed, and deletes its marker. */
    void claimed(Path path) throws IOException {
        seen.remove(path);
        if (doneMarker) {
            Files.deleteIfExists(marker(path));
        }
    }

    /** Takes a first look at the inbox, so that what lies there already needn't stand still any longer at the first poll. */
    void look() throws IOException {
        visit(path -> {
            standsStill(path);
            return true;
        });
    }

    /** Returns whether the inbox holds a file that is to be claimed, complete or not. */
    boolean anyLeft() throws IOException {
        return !visit(path -> false);
    }

    /** Returns whether a folder of the inbox, not one below it, holds a file to be claimed whose name is like that. */
    boolean holds(String folder, Predicate<String> name) throws IOException {
        try (Stream<Path> files = Files.list(inbox.resolve(folder))) {
            return files.anyMatch(file -> name.test(file.getFileName().toString()) && isLeft(file));
        } catch (NoSuchFileException | NotDirectoryException | AccessDeniedException e) {
            return false;
        } catch (UncheckedIOException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** Shows the files that are to be claimed until one is not liked; folders that can't be read are left out. */
    private boolean visit(Predicate<Path> visitor) throws IOException {
        boolean[] liked = {true};
        Files.walkFileTree(inbox, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                liked[0] = !isLeft(file) || visitor.test(file);
                return liked[0] ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
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
        return liked[0];
    }

    private boolean isLeft(Path path) {
        return InboxNames.isClaimable(path.getFileName().toString())
                && !leftAlone.contains(path.toAbsolutePath())
                && StreamSupport.stream(inbox.relativize(path).spliterator(), false)
                        .allMatch(part -> InboxNames.isVisible(part.toString()))
                && Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
                && (!doneMarker || Files.exists(marker(path)));
    }

    private boolean standsStill(Path path) {
        Sighting now = new Sighting(path.toFile().length(), path.toFile().lastModified(), ticker.nanos());
        Sighting before = seen.get(path);
        if (before != null && before.size == now.size && before.modified == now.modified) {
            return now.at - before.at >= stable.toNanos();
        }
        seen.put(path, now);
        return false;
    }

    private static Path marker(Path path) {
        return path.resolveSibling(path.getFileName() + ".done");
    }

    private record Sighting(long size, long modified, long at) {}
}
