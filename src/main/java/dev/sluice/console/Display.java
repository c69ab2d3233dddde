package dev.sluice.console;

import java.io.PrintStream;

/** Shows progress in the way that fits the terminal, and keeps log lines from tearing it while it is open. */
final class Display implements AutoCloseable {
    private final Progress progress;
    private final PrintStream errBefore;

    private Display(Progress progress, PrintStream errBefore) {
        this.progress = progress;
        this.errBefore = errBefore;
    }

    /** Opens the display; in an interactive terminal standard error is led past the moving lines until it is closed. */
    static Display open(Surroundings around) {
        Terminal terminal = around.terminal();
        PrintStream errBefore = System.err;
        if (!terminal.interactive()) {
            return new Display(new PlainProgress(terminal.out(), around.clock(), around.ticker()), errBefore);
        }
        Screen screen = new Screen(terminal.out());
        System.setErr(screen.guard(terminal.err()));
        TerminalWidth width = new TerminalWidth(around.ticker());
        return new Display(
                new BarProgress(screen, terminal.unicode(), width, around.clock(), around.ticker()), errBefore);
    }

    Progress progress() {
        return progress;
    }

    @Override
    public void close() {
        progress.close();
        System.setErr(errBefore);
    }
}
