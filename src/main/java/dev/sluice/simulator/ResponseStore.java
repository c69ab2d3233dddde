package dev.sluice.simulator;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The responses in the background, and the last 1,000 that were answered at once. Thread-safe. */
final class ResponseStore {
    private static final int MOST_ANSWERED = 1_000;
    private final Map<String, StoredResponse> started = new HashMap<>();
    private final Map<String, StoredResponse> answered = new LinkedHashMap<>();

    synchronized void add(String id, StoredResponse response) {
        if (response.run() != null) {
            started.put(id, response);
            return;
        }
        answered.put(id, response);
        if (answered.size() > MOST_ANSWERED) {
            answered.remove(answered.keySet().iterator().next());
        }
    }

    /** Returns a response, or empty where there is none or it has vanished. */
    synchronized Optional<StoredResponse> find(String id) {
        StoredResponse response = started.get(id);
        boolean vanished = response != null
                && response.run() != null
                && response.run().progress().status() == RunStatus.VANISHED;
        return vanished
                ? Optional.empty()
                : Optional.ofNullable(response).or(() -> Optional.ofNullable(answered.get(id)));
    }

    /**
     * Returns a response.
     *
     * @throws ApiError with 404 when there is none
     */
    StoredResponse get(String id) {
        return find(id).orElseThrow(() -> new ApiError(
                404, "invalid_request_error", null, null, "Response with id '" + id + "' not found.", null));
    }

    /**
     * Removes a response and returns it.
     *
     * @throws ApiError with 404 when there is none
     */
    synchronized StoredResponse delete(String id) {
        StoredResponse response = get(id);
        started.remove(id);
        answered.remove(id);
        return response;
    }
}
