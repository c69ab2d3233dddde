package dev.sluice.job;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Objects;

/** Lines as a stream of UTF-8 bytes, made as they are read, one line at a time. Not thread-safe. */
public final class LineStream extends InputStream {
    private final Iterator<String> lines;
    private final String lineEnd;
    private byte[] bytes = new byte[0];
    private int position;

    /** Creates a stream of lines that each end in the same way. */
    public LineStream(Iterator<String> lines, String lineEnd) {
        this.lines = lines;
        this.lineEnd = lineEnd;
    }

    @Override
    public int read() {
        return advance() ? bytes[position++] & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, target.length);
        int done = 0;
        while (done < length && advance()) {
            int part = Math.min(length - done, bytes.length - position);
            System.arraycopy(bytes, position, target, offset + done, part);
            position += part;
            done += part;
        }
        return done == 0 && length > 0 ? -1 : done;
    }

    private boolean advance() {
        while (position == bytes.length) {
            if (!lines.hasNext()) {
                return false;
            }
            bytes = (lines.next() + lineEnd).getBytes(StandardCharsets.UTF_8);
            position = 0;
        }
        return true;
    }
}
