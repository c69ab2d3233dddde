package dev.sluice.simulator;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All threads. Thread-safe. */
final class ThreadStore {
    private final Map<String, SimulatedThread> byId = new HashMap<>();
    private final RunStats stats;

    ThreadStore(RunStats stats) {
        this.stats = stats;
    }

    synchronized void add(SimulatedThread thread) {
        byId.put(thread.id(), thread);
        stats.threadsExisting(byId.size());
    }

    /**
     * Returns a thread.
     *
     * @throws ApiError with 404 when there is none
     */
    synchronized SimulatedThread get(String id) {
        SimulatedThread thread = byId.get(id);
        if (thread == null) {
            throw new ApiError(404, "invalid_request_error", null, null, "No thread found with id '" + id + "'.", null);
        }
        return thread;
    }

    /** Returns the model whose limits hold for requests about a thread, also where there is none. */
    synchronized String modelOf(String id) {
        @Nullable SimulatedThread thread = byId.get(id);
        return thread == null ? SimulatorOptions.ALL_MODELS : thread.model();
    }

    /**
     * Deletes a thread; a run that is under way goes on.
     *
     * @throws ApiError with 404 when there is none
     */
    synchronized void delete(String id) {
        byId.remove(get(id).id());
        stats.threadDeleted();
        stats.threadsExisting(byId.size());
    }
}
