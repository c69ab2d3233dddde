package dev.sluice.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Makes sure that one process works on a home folder. The operating system frees the lock when the process dies. */
public final class HomeLock implements AutoCloseable {
    /** The homes that this process has: closing a second channel on a lock's file would free the first one's lock. */
    private static final Set<Path> TAKEN = ConcurrentHashMap.newKeySet();

    private final Path root;
    private final FileChannel channel;

    private HomeLock(Path root, FileChannel channel) {
        this.root = root;
        this.channel = channel;
    }

    /**
     * Takes the lock.
     *
     * @throws IllegalStateException when another process holds it; the message names its process id
     */
    public static HomeLock take(HomeFolder home) throws IOException {
        Path root = home.root().toRealPath();
        if (!TAKEN.add(root)) {
            throw taken(home);
        }
        try {
            return new HomeLock(root, lock(home));
        } catch (IOException | RuntimeException e) {
            TAKEN.remove(root);
            throw e;
        }
    }

    /** Returns the process id of who works on a home folder, or empty when nobody does. */
    public static Optional<String> owner(HomeFolder home) throws IOException {
        Path file = home.state().resolve("lock");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        if (TAKEN.contains(home.root().toRealPath())) {
            return Optional.of(read(ownerFile(home)));
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                FileLock free = channel.tryLock()) {
            return free == null ? Optional.of(read(ownerFile(home))) : Optional.empty();
        }
    }

    private static FileChannel lock(HomeFolder home) throws IOException {
        FileChannel channel =
                FileChannel.open(home.state().resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() == null) {
                throw taken(home);
            }
            Files.writeString(
                    ownerFile(home), Long.toString(ProcessHandle.current().pid()));
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static IllegalStateException taken(HomeFolder home) {
        return new IllegalStateException(
                "another Sluice works on this home folder: home=" + home.root() + " pid=" + read(ownerFile(home)));
    }

    private static Path ownerFile(HomeFolder home) {
        return home.state().resolve("lock.pid");
    }

    private static String read(Path owner) {
        try {
            return Files.readString(owner).strip();
        } catch (IOException e) {
            return "unknown";
        }
    }

    @Override
    public void close() {
        if (!channel.isOpen()) {
            return;
        }
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the lock of the home folder can't be freed", e);
        } finally {
            TAKEN.remove(root);
        }
    }
}
