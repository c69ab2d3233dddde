package dev.sluice.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Makes sure that one process works on a home folder. The operating system frees the lock when the process dies. */
public final class HomeLock implements AutoCloseable {
    private final FileChannel channel;

    private HomeLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock.
     *
     * @throws IllegalStateException when another process holds it; the message names its process id
     */
    public static HomeLock take(HomeFolder home) throws IOException {
        Path file = home.state().resolve("lock");
        Path owner = home.state().resolve("lock.pid");
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (!locked(channel)) {
            channel.close();
            throw new IllegalStateException(
                    "another Sluice works on this home folder: home=" + home.root() + " pid=" + read(owner));
        }
        Files.writeString(owner, Long.toString(ProcessHandle.current().pid()));
        return new HomeLock(channel);
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
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
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the lock of the home folder can't be freed", e);
        }
    }
}
