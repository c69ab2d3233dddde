package dev.sluice.simulator;

import java.io.IOException;
import java.io.OutputStream;

/** The body of an answer, of which any part can be written by itself; implementations are thread-safe. */
interface Content {
    /** Returns its media type. */
    String type();

    /** Returns its length in bytes. */
    long length();

    /** Writes the bytes from one place up to another. */
    void write(OutputStream out, long from, long to) throws IOException;
}
