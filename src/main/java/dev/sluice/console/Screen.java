package dev.sluice.console;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.List;

/**
 * A terminal whose last lines move while others stay: whatever is to stay is written above the moving lines, which are
 * taken away first and drawn again after it. Thread-safe: one lock for both.
 */
final class Screen {
    private static final String UP = "\u001b[A";
    private static final String ERASE_BELOW = "\r\u001b[J";
    private final PrintStream out;
    private List<String> moving = List.of();

    Screen(PrintStream out) {
        this.out = out;
    }

    /** Writes a line that stays. */
    synchronized void print(String line) {
        erase();
        out.println(line);
        draw();
    }

    /** Replaces the moving lines; each must be narrower than the terminal. */
    synchronized void show(List<String> lines) {
        erase();
        moving = List.copyOf(lines);
        draw();
    }

    /** Returns a stream for log lines that leaves the moving lines whole: it writes line by line, above them. */
    PrintStream guard(PrintStream stream) {
        return new PrintStream(new WholeLines(stream), true, Charset.defaultCharset());
    }

    private synchronized void writeAbove(PrintStream stream, byte[] line) {
        erase();
        out.flush();
        stream.write(line, 0, line.length);
        stream.flush();
        draw();
    }

    private void erase() {
        if (!moving.isEmpty()) {
            out.print(UP.repeat(moving.size()) + ERASE_BELOW);
        }
    }

    private void draw() {
        moving.forEach(out::println);
        out.flush();
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
