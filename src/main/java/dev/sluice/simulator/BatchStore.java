package dev.sluice.simulator;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All batches, and which of them expire. Thread-safe. */
final class BatchStore {
    private final Map<String, Entry> byId = new HashMap<>();
    private final Deque<SimulatedBatch> newestFirst = new ArrayDeque<>();
    private @Nullable BatchExpiry expiry;
    private long sinceExpiry;
    private long numbers;

    /** A batch and what takes it on. */
    record Entry(SimulatedBatch batch, BatchProgress progress) {}

    /** Returns the number of a new batch, from 1. */
    synchronized long nextNumber() {
        return ++numbers;
    }

    /** Returns how much of a new batch is done when it expires, or null where it doesn't. */
    synchronized @Nullable Double expiryOfNext(BatchOptions options) {
        if (expiry != options.expire()) {
            expiry = options.expire();
            sinceExpiry = 0;
        }
        return expiry != null && expiry.holdsFor(++sinceExpiry) ? expiry.share() : null;
    }

    synchronized void add(Entry entry) {
        byId.put(entry.batch().id(), entry);
        newestFirst.addFirst(entry.batch());
    }

    /**
     * Returns a batch.
     *
     * @throws ApiError with 404 when there is none
     */
    synchronized Entry get(String id) {
        Entry entry = byId.get(id);
        if (entry == null) {
            throw new ApiError(404, "invalid_request_error", null, null, "No batch found with id '" + id + "'.", null);
        }
        return entry;
    }

    synchronized List<SimulatedBatch> newestFirst() {
        return new ArrayList<>(newestFirst);
    }
}
