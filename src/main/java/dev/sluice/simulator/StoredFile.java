package dev.sluice.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file of the provider; its content is sent from the disk.
 *
 * @param id its id, {@code file-…}
 * @param path where its content is
 * @param filename its name, as its owner calls it
 * @param purpose what it is for
 * @param length its length in bytes
 * @param createdSeconds when it was made, in seconds since 1970
 * @param expiresSeconds when it goes by itself, in seconds since 1970, or null for never
 */
record StoredFile(
        String id,
        Path path,
        String filename,
        String purpose,
        long length,
        long createdSeconds,
        @Nullable Long expiresSeconds)
        implements Content {

    @Override
    public String type() {
        return "application/octet-stream";
    }

    @Override
    public void write(OutputStream out, long from, long to) throws IOException {
        try (FileChannel channel = FileChannel.open(path)) {
            WritableByteChannel target = Channels.newChannel(out);
            for (long at = from; at < to; ) {
                long sent = channel.transferTo(at, to - at, target);
                if (sent <= 0) {
                    throw new IOException("stored file is cut: path=" + path);
                }
                at += sent;
            }
        }
    }

    boolean isExpired(long nowSeconds) {
        return expiresSeconds != null && expiresSeconds <= nowSeconds;
    }

    /** Returns the file object of the API. */
    ObjectNode json() {
        return Json.object()
                .put("id", id)
                .put("object", "file")
                .put("bytes", length)
                .put("created_at", createdSeconds)
                .put("expires_at", expiresSeconds)
                .put("filename", filename)
                .put("purpose", purpose)
                .put("status", "processed")
                .putNull("status_details");
    }
}
