package dev.sluice.prompt;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Passes on bytes that are UTF-8, without the byte order mark, and refuses all others. Not thread-safe. */
final class Utf8Stream extends FilterInputStream {
    private static final int BLOCK = 1 << 13;
    private final String file;
    private final boolean marked;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    private final ByteBuffer unchecked = ByteBuffer.allocate(BLOCK);
    private final CharBuffer discarded = CharBuffer.allocate(BLOCK);
    private long line = 1;

    private Utf8Stream(InputStream in, String file, boolean marked) {
        super(in);
        this.file = file;
        this.marked = marked;
    }

    /**
     * Starts behind the byte order mark.
     *
     * @throws UnreadableFileException when the mark is that of UTF-16
     */
    static Utf8Stream open(InputStream source, String file) throws IOException {
        PushbackInputStream in = new PushbackInputStream(source, 3);
        byte[] head = in.readNBytes(3);
        if (startsWith(head, 0xfe, 0xff) || startsWith(head, 0xff, 0xfe)) {
            throw new UnreadableFileException(file, 1, "is UTF-16; save it as UTF-8");
        }
        boolean marked = startsWith(head, 0xef, 0xbb, 0xbf);
        if (!marked) {
            in.unread(head);
        }
        return new Utf8Stream(in, file, marked);
    }

    /** Returns whether the file starts with a byte order mark. */
    boolean isMarked() {
        return marked;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int read = super.read(target, offset, length);
        if (read < 0) {
            check(true);
            return read;
        }
        for (int done = 0; done < read; ) {
            int part = Math.min(read - done, unchecked.remaining());
            unchecked.put(target, offset + done, part);
            check(false);
            done += part;
        }
        return read;
    }

    private void check(boolean last) {
        unchecked.flip();
        discarded.clear();
        CoderResult result = decoder.decode(unchecked, discarded, last);
        line += newlinesBefore(unchecked.position());
        if (result.isError()) {
            int culprit = unchecked.get(unchecked.position()) & 0xff;
            throw new UnreadableFileException(file, line, String.format("not UTF-8: byte=0x%02x", culprit));
        }
        unchecked.compact();
    }

    private int newlinesBefore(int end) {
        byte[] bytes = unchecked.array();
        int count = 0;
        for (int i = 0; i < end; i++) {
            if (bytes[i] == '\n') {
                count++;
            }
        }
        return count;
    }

    private static boolean startsWith(byte[] head, int... mark) {
        for (int i = 0; i < mark.length; i++) {
            if (i >= head.length || (head[i] & 0xff) != mark[i]) {
                return false;
            }
        }
        return true;
    }
}
