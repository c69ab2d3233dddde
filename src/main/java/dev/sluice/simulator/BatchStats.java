package dev.sluice.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** What a simulated provider has seen and done about files and batches, live. Thread-safe. */
public final class BatchStats {
    private final LongAdder filesUploaded = new LongAdder();
    private final LongAdder uploadBytes = new LongAdder();
    private final LongAdder filesDeleted = new LongAdder();
    private final AtomicInteger filesExisting = new AtomicInteger();
    private final LongAdder fileRequests = new LongAdder();
    private final LongAdder batchRequests = new LongAdder();
    private final LongAdder batchLists = new LongAdder();
    private final LongAdder batchesCreated = new LongAdder();
    private final LongAdder linesRun = new LongAdder();
    private final LongAdder linesRunTwice = new LongAdder();
    private final SeenLines seen = new SeenLines();

    BatchStats() {}

    /** Returns how many files were uploaded whole. */
    public long filesUploaded() {
        return filesUploaded.sum();
    }

    /** Returns the length of all files that were uploaded whole. */
    public long uploadBytes() {
        return uploadBytes.sum();
    }

    /** Returns how many files were deleted by request. */
    public long filesDeleted() {
        return filesDeleted.sum();
    }

    /** Returns how many files exist, those that batches made included. */
    public int filesExisting() {
        return filesExisting.get();
    }

    /** Returns how many requests about files came in, refused ones too. */
    public long fileRequests() {
        return fileRequests.sum();
    }

    /** Returns how many requests about batches came in, refused ones and lists too. */
    public long batchRequests() {
        return batchRequests.sum();
    }

    /** Returns how many requests for a list of batches came in. */
    public long batchLists() {
        return batchLists.sum();
    }

    /** Returns how many batches were created. */
    public long batchesCreated() {
        return batchesCreated.sum();
    }

    /** Returns how many lines of batches were run, whatever came of them; lost ones are among them. */
    public long linesRun() {
        return linesRun.sum();
    }

    /**
     * Returns how many answered lines had the same {@code custom_id} and body as one that had been answered before, and so
     * were paid for again; a million lines are told apart. 0 without recording.
     */
    public long linesRunTwice() {
        return linesRunTwice.sum();
    }

    void arrived(ApiRequest request) {
        String path = request.address().path();
        if (path.equals("/files") || path.startsWith("/files/")) {
            fileRequests.increment();
        } else if (path.equals("/batches") || path.startsWith("/batches/")) {
            batchRequests.increment();
        }
        if (path.equals("/batches") && request.method().equals("GET")) {
            batchLists.increment();
        }
    }

    void uploaded(long bytes) {
        filesUploaded.increment();
        uploadBytes.add(bytes);
    }

    void fileDeleted() {
        filesDeleted.increment();
    }

    void existing(int files) {
        filesExisting.set(files);
    }

    void created() {
        batchesCreated.increment();
    }

    void lineRun(BatchRequest request, boolean answered, boolean recording) {
        linesRun.increment();
        if (answered && recording && !seen.add(request)) {
            linesRunTwice.increment();
        }
    }

    /** Returns all numbers for {@code GET /simulator/stats}. */
    ObjectNode json() {
        return Json.object()
                .put("files_uploaded", filesUploaded())
                .put("upload_bytes", uploadBytes())
                .put("files_deleted", filesDeleted())
                .put("files_existing", filesExisting())
                .put("file_requests", fileRequests())
                .put("batch_requests", batchRequests())
                .put("batch_lists", batchLists())
                .put("batches_created", batchesCreated())
                .put("lines_run", linesRun())
                .put("lines_run_twice", linesRunTwice());
    }
}
