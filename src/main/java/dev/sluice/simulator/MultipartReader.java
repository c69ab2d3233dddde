package dev.sluice.simulator;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the parts of a {@code multipart/form-data} body one after the other (RFC 7578) and holds no more than 64 KiB of
 * it. Not thread-safe.
 */
final class MultipartReader {
    private static final Pattern BOUNDARY =
            Pattern.compile("(?i)multipart/form-data\\s*;.*?boundary=(?:\"([^\"]+)\"|([^;\\s]+)).*");
    private static final Pattern NAME = parameter("name");
    private static final Pattern FILENAME = parameter("filename");
    private static final int BUFFER_BYTES = 64 << 10;
    private static final int MAX_LINE_BYTES = 8 << 10;
    private static final byte[] LINE_END = {'\r', '\n'};
    private final InputStream in;
    private final byte[] delimiter;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int from;
    private int to;
    private boolean within = true;

    /** Creates a reader; what stands before the first boundary counts as a part that nobody asks for. */
    MultipartReader(InputStream in, String boundary) {
        this.in = in;
        delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.UTF_8);
        System.arraycopy(LINE_END, 0, buffer, 0, LINE_END.length);
        to = LINE_END.length;
    }

    /**
     * The head of a part.
     *
     * @param name the name of the field
     * @param filename the name of the file, or null where the part is no file
     */
    record Part(String name, @Nullable String filename) {}

    /** Returns the boundary that a Content-Type names, or empty where it is no such body. */
    static Optional<String> boundary(@Nullable String contentType) {
        Matcher matcher = BOUNDARY.matcher(contentType == null ? "" : contentType.strip());
        return matcher.matches()
                ? Optional.of(matcher.group(1) == null ? matcher.group(2) : matcher.group(1))
                : Optional.empty();
    }

    /** Goes on to the next part, whether or not the one before was read, or returns empty after the last one. */
    Optional<Part> next() throws IOException {
        if (within) {
            copyTo(OutputStream.nullOutputStream());
        }
        if (line().startsWith("--")) {
            return Optional.empty();
        }
        within = true;
        String disposition = "";
        for (String line = line(); !line.isEmpty(); line = line()) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-disposition:")) {
                disposition = line;
            }
        }
        return Optional.of(new Part(orEmpty(find(NAME, disposition)), find(FILENAME, disposition)));
    }

    /** Writes the content of this part somewhere. */
    void copyTo(OutputStream out) throws IOException {
        int found = indexOf(delimiter);
        while (found < 0) {
            int safe = Math.max(from, to - delimiter.length + 1);
            out.write(buffer, from, safe - from);
            from = safe;
            fill();
            found = indexOf(delimiter);
        }
        out.write(buffer, from, found - from);
        from = found + delimiter.length;
        within = false;
    }

    /** Returns the content of this part as text, cut to 64 KiB. */
    String text() throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        copyTo(new OutputStream() {
            @Override
            public void write(int b) {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int start, int length) {
                text.write(bytes, start, Math.min(length, BUFFER_BYTES - text.size()));
            }
        });
        return text.toString(StandardCharsets.UTF_8);
    }

    /** Returns the rest of a line. */
    private String line() throws IOException {
        int end = indexOf(LINE_END);
        while (end < 0) {
            if (to - from > MAX_LINE_BYTES) {
                throw new IOException("a line of a part's head is too long");
            }
            fill();
            end = indexOf(LINE_END);
        }
        String line = new String(buffer, from, end - from, StandardCharsets.UTF_8);
        from = end + LINE_END.length;
        return line;
    }

    private int indexOf(byte[] wanted) {
        for (int i = from; i <= to - wanted.length; i++) {
            if (buffer[i] == wanted[0] && startsAt(i, wanted)) {
                return i;
            }
        }
        return -1;
    }

    private boolean startsAt(int place, byte[] wanted) {
        for (int i = 1; i < wanted.length; i++) {
            if (buffer[place + i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    private void fill() throws IOException {
        System.arraycopy(buffer, from, buffer, 0, to - from);
        to -= from;
        from = 0;
        int read = in.read(buffer, to, buffer.length - to);
        if (read < 0) {
            throw new EOFException("the body ends within a part");
        }
        to += read;
    }

    private static Pattern parameter(String name) {
        return Pattern.compile("(?i)[;\\s]" + name + "=(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^;\\s]+))");
    }

    private static @Nullable String find(Pattern parameter, String disposition) {
        Matcher matcher = parameter.matcher(disposition);
        if (!matcher.find()) {
            return null;
        }
        return matcher.group(1) == null ? matcher.group(2) : matcher.group(1).replaceAll("\\\\(.)", "$1");
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
