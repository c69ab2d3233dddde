package dev.sluice.simulator;

import java.io.IOException;
import java.io.OutputStream;

/** The first half of another body, as if it were all. */
record HalfContent(Content whole) implements Content {
    @Override
    public String type() {
        return whole.type();
    }

    @Override
    public long length() {
        return whole.length() / 2;
    }

    @Override
    public void write(OutputStream out, long from, long to) throws IOException {
        whole.write(out, from, to);
    }
}
