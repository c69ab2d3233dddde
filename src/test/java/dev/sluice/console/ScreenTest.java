package dev.sluice.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScreenTest {
    private static final String UP = "\u001b[A";
    private static final String ERASE = "\r\u001b[J";
    private static final String NL = System.lineSeparator();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream terminal = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    private final Screen screen = new Screen(terminal);

    private String written() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void movingLines_areReplaced() {
        screen.show(List.of("a", "b"));
        screen.show(List.of("c"));

        assertThat(written()).isEqualTo("a" + NL + "b" + NL + UP + UP + ERASE + "c" + NL);
    }

    @Test
    void lineThatStays_isWrittenAboveTheMovingOnes() {
        screen.show(List.of("bar"));
        screen.print("done");

        assertThat(written()).isEqualTo("bar" + NL + UP + ERASE + "done" + NL + "bar" + NL);
    }

    @Test
    void logLine_isWrittenWhole_aboveTheMovingLines() {
        PrintStream log = screen.guard(terminal);
        screen.show(List.of("bar"));

        log.print("12:00 WARN ");
        log.print("disk");
        assertThat(written()).isEqualTo("bar" + NL);
        log.println(" is full");

        assertThat(written()).isEqualTo("bar" + NL + UP + ERASE + "12:00 WARN disk is full" + NL + "bar" + NL);
    }

    @Test
    void nothingMoves_noControlCharacterIsWritten() {
        screen.print("plain");
        screen.show(List.of());

        assertThat(written()).isEqualTo("plain" + NL);
    }
}
