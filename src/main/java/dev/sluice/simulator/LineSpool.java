package dev.sluice.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Lines of JSON on their way into a file, in which they stand shuffled; in memory are their places. Not thread-safe. */
final class LineSpool implements AutoCloseable {
    private final FileStore files;
    private final Path path;
    private final OutputStream out;
    private long[] ends = new long[64];
    private int count;

    LineSpool(FileStore files) throws IOException {
        this.files = files;
        path = files.newPath();
        out = new BufferedOutputStream(Files.newOutputStream(path), 64 << 10);
    }

    void add(ObjectNode line) throws IOException {
        byte[] bytes = Json.bytes(line);
        out.write(bytes);
        out.write('\n');
        if (count == ends.length) {
            ends = Arrays.copyOf(ends, 2 * count);
        }
        ends[count] = start(count) + bytes.length + 1;
        count++;
    }

    /** Keeps the lines as a file, shuffled by chance, or returns null where there is none. */
    @Nullable
    StoredFile keep(FileStore.Label label, long seed) throws IOException {
        out.flush();
        if (count == 0) {
            return null;
        }
        Path target = files.newPath();
        try (RandomAccessFile lines = new RandomAccessFile(path.toFile(), "r");
                OutputStream shuffled = new BufferedOutputStream(Files.newOutputStream(target), 64 << 10)) {
            for (int index : order(new SplittableRandom(seed + count))) {
                byte[] line = new byte[Math.toIntExact(ends[index] - start(index))];
                lines.seek(start(index));
                lines.readFully(line);
                shuffled.write(line);
            }
        }
        return files.keep(target, label, seed);
    }

    @Override
    public void close() throws IOException {
        out.close();
        FileStore.discard(path);
    }

    private long start(int index) {
        return index == 0 ? 0 : ends[index - 1];
    }

    private int[] order(SplittableRandom draws) {
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            int other = draws.nextInt(i + 1);
            order[i] = order[other];
            order[other] = i;
        }
        return order;
    }
}
