package dev.sluice.console;

import dev.sluice.time.Ticker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.IntSupplier;

/**
 * Tells how many columns the terminal has, as {@code stty} knows it, asked again every few seconds. Thread-safe.
 *
 * <p>The progress-bar library would ask JLine, which resets the handlers of SIGINT and its kin to the default each
 * time it opens the terminal, so that Ctrl-C would no longer stop gracefully.
 */
final class TerminalWidth implements IntSupplier {
    private static final int DEFAULT = 80;
    private static final int NARROWEST = 40;
    private static final long ASK_AGAIN_NANOS = Duration.ofSeconds(3).toNanos();
    private final Ticker ticker;
    private int width;
    private long askedAtNanos;

    TerminalWidth(Ticker ticker) {
        this.ticker = ticker;
    }

    @Override
    public synchronized int getAsInt() {
        long now = ticker.nanos();
        if (width == 0 || now - askedAtNanos > ASK_AGAIN_NANOS) {
            width = Math.max(NARROWEST, ask());
            askedAtNanos = now;
        }
        return width;
    }

    private static int ask() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(ProcessBuilder.Redirect.INHERIT)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String[] rowsAndColumns = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                    .trim()
                    .split(" ", -1);
            int columns = rowsAndColumns.length == 2 ? Integer.parseInt(rowsAndColumns[1]) : 0;
            return columns > 0 ? columns : DEFAULT;
        } catch (IOException | NumberFormatException noStty) {
            return DEFAULT;
        }
    }
}
