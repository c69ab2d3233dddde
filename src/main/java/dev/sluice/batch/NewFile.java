package dev.sluice.batch;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * A file that is written under a passing name beside its place, and is there whole or not at all. Not thread-safe.
 */
public final class NewFile implements Closeable {
    private final Path target;
    private final Path part;
    private FileChannel channel;

    /** Begins to write a file. */
    public NewFile(Path target) throws IOException {
        this.target = target;
        String passing =
                "." + target.getFileName() + "." + UUID.randomUUID().toString().substring(0, 8) + ".part";
        this.part = target.resolveSibling(passing);
        this.channel = create(part);
    }

    private static FileChannel create(Path part) throws IOException {
        part.toFile().deleteOnExit();
        return FileChannel.open(
                part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
    }

    /** Returns where the content goes. */
    public FileChannel channel() {
        return channel;
    }

    /** Returns how many lines were written so far. */
    public long lines() throws IOException {
        long count = 0;
        try (ByteLines lines = ByteLines.open(part, 0)) {
            while (lines.advance()) {
                count++;
            }
        }
        return count;
    }

    /** Puts the lines that were written so far in order. */
    public void arrange(LineOrder order) throws IOException {
        try (NewFile arranged = new NewFile(target)) {
            order.arrange(part, arranged.channel);
            channel.close();
            Files.move(arranged.part, part, StandardCopyOption.ATOMIC_MOVE);
            channel = FileChannel.open(part, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        }
    }

    /** Gives the file its name once it is safe on disk, in place of one that has it already. */
    public void publish() throws IOException {
        channel.force(true);
        channel.close();
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Deletes what was written, unless it was published. */
    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(part);
    }
}
