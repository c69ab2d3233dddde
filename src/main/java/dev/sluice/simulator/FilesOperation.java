package dev.sluice.simulator;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code /files}: uploads go to the disk as they come in, contents come from there. Thread-safe. */
final class FilesOperation {
    /** The longest file that is kept. */
    static final long MAX_BYTES = 512L << 20;

    private static final int MOST_IN_LIST = 10_000;
    private static final long BATCH_FILE_SECONDS = 2_592_000;
    private static final Set<String> PURPOSES =
            Set.of("assistants", "batch", "fine-tune", "vision", "user_data", "evals");
    private final FileStore files;
    private final BatchStats stats;

    FilesOperation(FileStore files, BatchStats stats) {
        this.files = files;
        this.stats = stats;
    }

    /** Keeps what {@code POST /files} brings. */
    Work upload(Call call) {
        String boundary = MultipartReader.boundary(call.request().headers().getFirst("Content-Type"))
                .orElseThrow(() -> ApiError.missing("file"));
        return Work.unlimited(() -> receive(call, boundary).json());
    }

    /** Lists as {@code GET /files} does, newest first unless told otherwise. */
    Work list(Call call) {
        return Work.unlimited(() -> {
            Address address = call.request().address();
            String purpose = address.parameter("purpose");
            List<StoredFile> found = files.all(call.createdSeconds());
            found.removeIf(file -> !purpose.isEmpty() && !file.purpose().equals(purpose));
            return Page.of(
                    Page.ordered(found, address),
                    address,
                    MOST_IN_LIST,
                    MOST_IN_LIST,
                    StoredFile::id,
                    StoredFile::json);
        });
    }

    /** Tells of one file. */
    Work get(Call call) {
        return Work.unlimited(() -> file(call).json());
    }

    /** Sends the content of one file. */
    Work content(Call call) {
        return Work.download(file(call));
    }

    /** Deletes one file. */
    Work delete(Call call) {
        return Work.unlimited(() -> {
            files.delete(id(call), call.createdSeconds());
            return Json.object().put("id", id(call)).put("object", "file").put("deleted", true);
        });
    }

    private StoredFile file(Call call) {
        return files.get(id(call), call.createdSeconds());
    }

    private static String id(Call call) {
        return call.variables().getOrDefault("file", "");
    }

    private StoredFile receive(Call call, String boundary) {
        Path path = files.newPath();
        try {
            MultipartReader reader = new MultipartReader(call.request().upload(), boundary);
            Map<String, String> fields = new HashMap<>();
            String filename = null;
            for (Optional<MultipartReader.Part> part = reader.next(); part.isPresent(); part = reader.next()) {
                MultipartReader.Part head = part.get();
                if (head.name().equals("file")) {
                    filename = head.filename() == null ? "upload" : head.filename();
                    copy(reader, path);
                } else {
                    fields.put(head.name(), reader.text());
                }
            }
            StoredFile file = files.keep(
                    path,
                    label(fields, filename, call.createdSeconds()),
                    call.options().seed());
            stats.uploaded(file.length());
            return file;
        } catch (EOFException e) {
            FileStore.discard(path);
            throw ApiError.badRequest(null, null, "The multipart body is not whole.");
        } catch (IOException e) {
            FileStore.discard(path);
            throw new UncheckedIOException(e);
        } catch (ApiError e) {
            FileStore.discard(path);
            throw e;
        }
    }

    private static void copy(MultipartReader reader, Path path) throws IOException {
        try (OutputStream out = Files.newOutputStream(path)) {
            reader.copyTo(new LimitedOutput(out, MAX_BYTES));
        }
    }

    private static FileStore.Label label(Map<String, String> fields, @Nullable String filename, long nowSeconds) {
        if (filename == null) {
            throw ApiError.missing("file");
        }
        String purpose = fields.get("purpose");
        if (purpose == null) {
            throw ApiError.missing("purpose");
        }
        if (!PURPOSES.contains(purpose)) {
            throw ApiError.badRequest("invalid_value", "purpose", "'" + purpose + "' is not one of the purposes.");
        }
        Long lifetime = ExpiresAfter.ofForm(fields).orElse(purpose.equals("batch") ? BATCH_FILE_SECONDS : null);
        return new FileStore.Label(filename, purpose, nowSeconds, lifetime == null ? null : nowSeconds + lifetime);
    }
}
