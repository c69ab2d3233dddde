package dev.sluice.console;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A terminal whose last lines move while others stay: whatever is to stay is written above the moving lines, which are
 * taken away first and drawn again after it. Thread-safe: one lock for both.
 */
final class Screen {
    private static final String UP = "\u001b[A";
    private static final String ERASE_BELOW = "\r\u001b[J";
    private static final String NEW_LINE = System.lineSeparator();
    private final PrintStream out;
    private List<String> moving = List.of();

    Screen(PrintStream out) {
        this.out = out;
    }

    /** Writes a line that stays. */
    synchronized void print(String line) {
        write(erasure() + line + NEW_LINE + drawing());
    }

    /** Replaces the moving lines; each must be narrower than the terminal. */
    synchronized void show(List<String> lines) {
        if (!lines.equals(moving)) {
            String erasure = erasure();
            moving = List.copyOf(lines);
            write(erasure + drawing());
        }
    }

    /** Returns a stream for log lines that leaves the moving lines whole: it writes line by line, above them. */
    PrintStream guard(PrintStream stream) {
        return new PrintStream(new WholeLines(stream), true, Charset.defaultCharset());
    }

    private synchronized void writeAbove(PrintStream stream, byte[] line) {
        write(erasure());
        stream.write(line, 0, line.length);
        stream.flush();
        write(drawing());
    }

    /** Writes at once what belongs together, so that nothing flickers. */
    private void write(String text) {
        out.print(text);
        out.flush();
    }

    private String erasure() {
        return moving.isEmpty() ? "" : UP.repeat(moving.size()) + ERASE_BELOW;
    }

    private String drawing() {
        return moving.stream().map(line -> line + NEW_LINE).collect(Collectors.joining());
    }

    /** Collects bytes until a line is whole. */
    private final class WholeLines extends OutputStream {
        private final PrintStream target;
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();

        WholeLines(PrintStream target) {
            this.target = target;
        }

        @Override
        public synchronized void write(int b) {
            line.write(b);
            if (b == '\n') {
                writeAbove(target, line.toByteArray());
                line.reset();
            }
        }
    }
}
