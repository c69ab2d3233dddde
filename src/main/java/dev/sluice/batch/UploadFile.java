package dev.sluice.batch;

import dev.sluice.batch.Batch.State;
import dev.sluice.prompt.Prompt;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.BitSet;
import java.util.UUID;

/** A file of requests that is being written, to become one batch. Not thread-safe. */
final class UploadFile {
    private static final int BUFFER = 1 << 16;
    private final Prompt first;
    private final String pool;
    private final String token = UUID.randomUUID().toString();
    private final Path path;
    private final FileChannel channel;
    private final ByteArrayOutputStream buffer = new ByteArrayOutputStream(BUFFER);
    private final BitSet prompts = new BitSet();
    private int requests;
    private long inputs;
    private long tokens;
    private long bytes;
    private long written;

    UploadFile(Path folder, Prompt first, String pool) throws IOException {
        this.first = first;
        this.pool = pool;
        this.path = folder.resolve("sluice-" + token + ".jsonl");
        this.channel = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    /** Returns whether one more request fits the bounds of the API and of the provider's queue. */
    boolean hasRoomFor(int lineBytes, long promptInputs, long promptTokens, BatchLimits limits) {
        return requests == 0
                || (requests < limits.requests()
                        && bytes + lineBytes < limits.bytes()
                        && inputs + promptInputs <= limits.inputs()
                        && tokens + promptTokens <= limits.enqueuedTokens());
    }

    void add(long index, byte[] line, long promptInputs, long promptTokens) {
        buffer.writeBytes(line);
        buffer.write('\n');
        prompts.set(Math.toIntExact(index));
        requests++;
        inputs += promptInputs;
        tokens += promptTokens;
        bytes += line.length + 1L;
    }

    /** Writes what was added, if that is much. After a failure, such as a full disk, it may be called again. */
    void flushIfFull() throws IOException {
        if (buffer.size() >= BUFFER) {
            flush();
        }
    }

    private void flush() throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(buffer.toByteArray());
        long at = written;
        while (rest.hasRemaining()) {
            at += channel.write(rest, at);
        }
        written = at;
        buffer.reset();
    }

    /** Ends the file; returns the batch once it is safe on disk. After a failure it may be called again. */
    Batch complete(String provider, Clock clock) throws IOException {
        if (channel.isOpen()) {
            flush();
            channel.force(true);
            channel.close();
        }
        Batch.Content content = new Batch.Content(
                first.job(),
                token,
                provider,
                pool,
                first.endpoint(),
                first.model(),
                prompts,
                tokens,
                bytes,
                clock.instant());
        return Batch.of(content, State.WRITTEN);
    }

    void discard() throws IOException {
        channel.close();
        Files.deleteIfExists(path);
    }
}
