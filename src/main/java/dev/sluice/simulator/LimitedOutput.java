package dev.sluice.simulator;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Passes on so many bytes and refuses the next one with 413. Not thread-safe. */
final class LimitedOutput extends FilterOutputStream {
    private long left;

    LimitedOutput(OutputStream out, long most) {
        super(out);
        left = most;
    }

    @Override
    public void write(int b) throws IOException {
        take(1);
        out.write(b);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        take(length);
        out.write(bytes, from, length);
    }

    private void take(int length) {
        left -= length;
        if (left < 0) {
            throw new ApiError(413, "invalid_request_error", null, null, "File too large.", null);
        }
    }
}
