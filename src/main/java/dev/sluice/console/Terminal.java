package dev.sluice.console;

import java.io.Console;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Where the output goes.
 *
 * @param out standard output
 * @param err standard error
 * @param interactive whether a person watches, on a terminal that can move its cursor
 * @param unicode whether it shows more than ASCII
 */
record Terminal(PrintStream out, PrintStream err, boolean interactive, boolean unicode) {

    /** Returns the terminal of this process. */
    @SuppressWarnings("SystemConsoleNull") // null up to JDK 21; later ones are asked whether they are a terminal
    static Terminal ofProcess() {
        Console console = System.console();
        boolean interactive = console != null && isTerminal(console) && movesCursor(System.getenv());
        boolean unicode = console != null && console.charset().equals(StandardCharsets.UTF_8);
        return new Terminal(System.out, System.err, interactive, unicode);
    }

    /** From JDK 22 on a console is there without a terminal too, and says so by a method that 17 doesn't have. */
    private static boolean isTerminal(Console console) {
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException beforeJdk22) {
            return true;
        }
    }

    private static boolean movesCursor(Map<String, String> environment) {
        String term = environment.getOrDefault("TERM", "");
        return (!term.isEmpty() && !term.equals("dumb")) || environment.containsKey("WT_SESSION");
    }
}
