package dev.sluice.prompt;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** A cursor over the lines, rows or the one document of a file; blank ones are passed over. Not thread-safe. */
interface RawLines extends Closeable {
    /** The characters that are kept of a line that is too long. */
    int KEPT_CHARS = 1_000;

    /** Moves to the next line; false at the end. */
    boolean advance() throws IOException;

    /** Returns the line of the file on which the present one starts, from 1. */
    long lineNumber();

    /** Returns whether the present line is longer than allowed, so that only its start is kept. */
    boolean tooLong();

    /** Returns the text of the present line, empty for a CSV row. */
    String text();

    /** Returns the cells of the present CSV row, else none. */
    default List<String> cells() {
        return List.of();
    }
}
