package dev.sluice.simulator;

import java.io.IOException;
import java.io.OutputStream;

/** JSON as the body of an answer. Thread-safe. */
final class JsonContent implements Content {
    private final byte[] bytes;

    /** Takes the bytes, which nobody changes any more. */
    JsonContent(byte[] bytes) {
        this.bytes = bytes;
    }

    @Override
    public String type() {
        return "application/json";
    }

    @Override
    public long length() {
        return bytes.length;
    }

    @Override
    public void write(OutputStream out, long from, long to) throws IOException {
        out.write(bytes, Math.toIntExact(from), Math.toIntExact(to - from));
    }
}
