package dev.sluice.batch;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A cursor over the lines of a file, as bytes, one held at a time. Not thread-safe. */
final class ByteLines implements Closeable {
    private static final int BUFFER = 1 << 16;
    private final InputStream in;
    private final int longest;
    private final byte[] buffer = new byte[BUFFER];
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private int at;
    private int filled;
    private int number;
    private long start;
    private long next;

    private ByteLines(InputStream in, int longest) {
        this.in = in;
        this.longest = longest;
    }

    /** Opens a file; of lines longer than this only the beginning is kept. */
    static ByteLines open(Path file, int longest) throws IOException {
        return of(Files.newInputStream(file), longest);
    }

    /** Reads a stream; of lines longer than this only the beginning is kept. */
    static ByteLines of(InputStream in, int longest) {
        return new ByteLines(in, longest);
    }

    /** Moves to the next line; false at the end. The end of the last line may be missing. */
    boolean advance() throws IOException {
        line.reset();
        start = next;
        boolean ended = false;
        while (!ended && (at < filled || fill())) {
            int from = at;
            while (at < filled && buffer[at] != '\n') {
                at++;
            }
            ended = at < filled;
            line.write(buffer, from, Math.min(at - from, longest + 1 - line.size()));
            at += ended ? 1 : 0;
            next += at - from;
        }
        number += next > start ? 1 : 0;
        return next > start;
    }

    private boolean fill() throws IOException {
        at = 0;
        filled = Math.max(0, in.read(buffer));
        return filled > 0;
    }

    /** Returns the number of the present line, from 1. */
    int number() {
        return number;
    }

    /** Returns where in the file the present line begins. */
    long start() {
        return start;
    }

    /** Returns how many bytes the present line has with its end. */
    long length() {
        return next - start;
    }

    /** Returns whether the present line is longer than allowed. */
    boolean isTooLong() {
        return line.size() > longest;
    }

    /** Returns the present line without its end. */
    byte[] bytes() {
        return line.toByteArray();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
