package dev.sluice.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The files of the provider, in a temporary folder that goes when this is closed. Thread-safe. */
final class FileStore implements AutoCloseable {
    private final Map<String, StoredFile> files = new LinkedHashMap<>();
    private final BatchStats stats;
    private @Nullable Path folder;
    private long paths;
    private long ids;
    private boolean closed;

    FileStore(BatchStats stats) {
        this.stats = stats;
    }

    /** What is known of a file before it is kept, see {@link StoredFile}. */
    record Label(
            String filename,
            String purpose,
            long createdSeconds,
            @Nullable Long expiresSeconds) {}

    /** Returns where a new file may be written. */
    synchronized Path newPath() {
        if (closed) {
            throw new IllegalStateException("the simulated provider is closed");
        }
        try {
            if (folder == null) {
                folder = Files.createTempDirectory("sluice-simulator-");
            }
            return folder.resolve(String.valueOf(++paths));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Keeps a file that was written, under an id that is the same in every run. */
    synchronized StoredFile keep(Path path, Label label, long seed) throws IOException {
        HexFormat hex = HexFormat.of();
        StoredFile file = new StoredFile(
                "file-" + hex.toHexDigits(seed) + hex.toHexDigits(++ids),
                path,
                label.filename(),
                label.purpose(),
                Files.size(path),
                label.createdSeconds(),
                label.expiresSeconds());
        files.put(file.id(), file);
        stats.existing(files.size());
        return file;
    }

    /**
     * Returns a file that exists.
     *
     * @throws ApiError with 404 when there is none
     */
    synchronized StoredFile get(String id, long nowSeconds) {
        dropExpired(nowSeconds);
        StoredFile file = files.get(id);
        if (file == null) {
            throw new ApiError(404, "invalid_request_error", null, "id", "No such File object: " + id, null);
        }
        return file;
    }

    /** Returns all files, newest last. */
    synchronized List<StoredFile> all(long nowSeconds) {
        dropExpired(nowSeconds);
        return new ArrayList<>(files.values());
    }

    /**
     * Deletes a file.
     *
     * @throws ApiError with 404 when there is none
     */
    synchronized void delete(String id, long nowSeconds) {
        drop(get(id, nowSeconds));
        stats.fileDeleted();
    }

    private void dropExpired(long nowSeconds) {
        files.values().stream()
                .filter(file -> file.isExpired(nowSeconds))
                .toList()
                .forEach(this::drop);
    }

    private void drop(StoredFile file) {
        files.remove(file.id());
        stats.existing(files.size());
        discard(file.path());
    }

    /** Deletes what was written and is not kept. */
    static void discard(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes everything; what can't be deleted stays in the folder for temporary files. */
    @Override
    public synchronized void close() {
        closed = true;
        if (folder == null) {
            return;
        }
        try (Stream<Path> written = Files.list(folder)) {
            written.forEach(FileStore::discard);
            Files.deleteIfExists(folder);
        } catch (IOException | UncheckedIOException e) {
            return;
        }
    }
}
