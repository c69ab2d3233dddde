package dev.sluice.batch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The order of a batch file's requests, in which the lines that a batch brings can be put. Holds ids, and of the lines
 * only where they stand. Immutable.
 */
public final class LineOrder {
    private final Map<String, Integer> ranks = new HashMap<>();

    private record Line(String id, long start, long length, boolean hasEnd) {}

    /** Creates the order of these {@code custom_id}s. */
    public LineOrder(List<String> ids) {
        ids.forEach(id -> ranks.putIfAbsent(id, ranks.size()));
    }

    /**
     * Reads the order of a batch file.
     *
     * @throws IOException when it can't be read or a line has no {@code custom_id}; the message names the place
     */
    public static LineOrder of(Path file) throws IOException {
        List<String> ids = new ArrayList<>();
        try (ByteLines lines = ByteLines.open(file, Integer.MAX_VALUE - 1)) {
            while (lines.advance()) {
                ids.add(id(file, lines));
            }
        }
        return new LineOrder(ids);
    }

    private static String id(Path file, ByteLines lines) throws IOException {
        String problem = "custom_id must be a text";
        try {
            String id = RequestLine.parse(lines.bytes()).customId();
            if (id != null) {
                return id;
            }
        } catch (IOException e) {
            problem = String.valueOf(e.getMessage());
        }
        throw new IOException(file + ":" + lines.number() + ": " + problem);
    }

    /** Copies the lines of a file in this order, then those of ids that it doesn't know. */
    public void arrange(Path from, WritableByteChannel to) throws IOException {
        List<Line> lines = lines(from);
        lines.sort(Comparator.comparingInt(line -> ranks.getOrDefault(line.id(), Integer.MAX_VALUE)));
        try (FileChannel source = FileChannel.open(from, StandardOpenOption.READ)) {
            for (Line line : lines) {
                copy(source, line, to);
            }
        }
    }

    private static List<Line> lines(Path file) throws IOException {
        List<Line> found = new ArrayList<>();
        try (ByteLines lines = ByteLines.open(file, Integer.MAX_VALUE - 1)) {
            while (lines.advance()) {
                byte[] bytes = lines.bytes();
                found.add(new Line(idOfResult(bytes), lines.start(), lines.length(), bytes.length < lines.length()));
            }
        }
        return found;
    }

    private static String idOfResult(byte[] line) {
        try {
            return ResultLine.parse(line).customId();
        } catch (IOException noJson) {
            return "";
        }
    }

    private static void copy(FileChannel source, Line line, WritableByteChannel to) throws IOException {
        long done = 0;
        while (done < line.length()) {
            done += source.transferTo(line.start() + done, line.length() - done, to);
        }
        if (!line.hasEnd()) {
            to.write(ByteBuffer.wrap(new byte[] {'\n'}));
        }
    }
}
