package dev.sluice.prompt;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Unpacks a gzip file and stops at a set size, so that a small file can't fill the machine. Not thread-safe. */
final class UnpackingStream extends FilterInputStream {
    private static final int BUFFER_BYTES = 1 << 16;
    private final String file;
    private final long maxBytes;
    private long bytes;

    private UnpackingStream(InputStream unpacked, String file, long maxBytes) {
        super(unpacked);
        this.file = file;
        this.maxBytes = maxBytes;
    }

    static UnpackingStream open(InputStream packed, String file, long maxBytes) throws IOException {
        try {
            return new UnpackingStream(new GZIPInputStream(packed, BUFFER_BYTES), file, maxBytes);
        } catch (EOFException | ZipException e) {
            throw notWhole(file, e);
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        try {
            int read = super.read(target, offset, length);
            bytes += Math.max(read, 0);
            if (bytes > maxBytes) {
                throw new UnreadableFileException(file, 0, "unpacks to more than the limit: bytes=" + maxBytes);
            }
            return read;
        } catch (EOFException | ZipException e) {
            throw notWhole(file, e);
        }
    }

    private static UnreadableFileException notWhole(String file, IOException e) {
        return new UnreadableFileException(file, 0, "not a whole gzip file: " + e.getMessage());
    }
}
