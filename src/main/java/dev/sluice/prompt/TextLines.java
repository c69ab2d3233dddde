package dev.sluice.prompt;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Lines that end in LF or CRLF or with the file; holds no more than one of them. Not thread-safe. */
final class TextLines implements RawLines {
    private static final int INITIAL_BYTES = 1 << 16;
    private static final int LARGE_BYTES = 1 << 20;
    private static final int KEPT_BYTES = KEPT_CHARS * 4;
    private final InputStream in;
    private final int maxLineBytes;
    private byte[] buffer = new byte[INITIAL_BYTES];
    private int start;
    private int end;
    private int next;
    private int limit;
    private long lineNumber;
    private boolean tooLong;

    TextLines(InputStream in, int maxLineBytes) {
        this.in = in;
        this.maxLineBytes = maxLineBytes;
    }

    @Override
    public boolean advance() throws IOException {
        while (readLine()) {
            if (tooLong || !isBlank()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public long lineNumber() {
        return lineNumber;
    }

    @Override
    public boolean tooLong() {
        return tooLong;
    }

    @Override
    public String text() {
        String text = new String(buffer, start, end - start, StandardCharsets.UTF_8);
        return tooLong ? firstChars(text) : text;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /** Returns the characters that are kept of a text that is too long, never half of one. */
    static String firstChars(String text) {
        int length = Math.min(text.length(), KEPT_CHARS);
        boolean half = length > 0 && Character.isHighSurrogate(text.charAt(length - 1));
        return text.substring(0, half ? length - 1 : length);
    }

    private boolean readLine() throws IOException {
        tooLong = false;
        start = next;
        int newline = newlineFrom(start);
        while (newline < 0) {
            int scanned = limit - start;
            if (scanned > maxLineBytes + 1) {
                skipRest();
                return true;
            }
            if (!fill()) {
                break;
            }
            newline = newlineFrom(start + scanned);
        }
        if (newline < 0 && start == limit) {
            next = limit;
            return false;
        }
        end = newline < 0 ? limit : newline;
        next = newline < 0 ? limit : newline + 1;
        lineNumber++;
        if (end > start && buffer[end - 1] == '\r') {
            end--;
        }
        keepStartIfTooLong();
        return true;
    }

    private void keepStartIfTooLong() {
        if (end - start > maxLineBytes) {
            tooLong = true;
            end = Math.min(end, start + KEPT_BYTES);
        }
    }

    /** Keeps the start of a line that is too long, and passes over the rest of it. */
    private void skipRest() throws IOException {
        byte[] kept = Arrays.copyOfRange(buffer, start, start + Math.min(KEPT_BYTES, limit - start));
        int newline = -1;
        do {
            start = limit;
            newline = fill() ? newlineFrom(start) : limit;
        } while (newline < 0);
        next = Math.min(newline + 1, limit);
        keepBefore(kept);
        lineNumber++;
        tooLong = true;
    }

    /** Puts the kept bytes in front of the bytes not yet read. */
    private void keepBefore(byte[] kept) {
        int rest = limit - next;
        byte[] joined = new byte[Math.max(INITIAL_BYTES, kept.length + rest)];
        System.arraycopy(kept, 0, joined, 0, kept.length);
        System.arraycopy(buffer, next, joined, kept.length, rest);
        buffer = joined;
        start = 0;
        end = kept.length;
        next = kept.length;
        limit = kept.length + rest;
    }

    private int newlineFrom(int from) {
        for (int i = from; i < limit; i++) {
            if (buffer[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    /** Reads more behind the bytes from {@code start} on, which move to the front; false at the end of the file. */
    private boolean fill() throws IOException {
        int held = limit - start;
        if (held == buffer.length) {
            buffer = Arrays.copyOf(buffer, (int) Math.min(2L * held, maxLineBytes + 2L));
        } else if (buffer.length > LARGE_BYTES && held < INITIAL_BYTES) {
            buffer = Arrays.copyOfRange(buffer, start, start + INITIAL_BYTES);
        } else {
            System.arraycopy(buffer, start, buffer, 0, held);
        }
        start = 0;
        limit = held;
        int read = in.read(buffer, limit, buffer.length - limit);
        limit += Math.max(read, 0);
        return read >= 0;
    }

    private boolean isBlank() {
        for (int i = start; i < end; i++) {
            byte b = buffer[i];
            if (b != ' ' && (b < '\t' || b > '\r')) {
                return false;
            }
        }
        return true;
    }
}
