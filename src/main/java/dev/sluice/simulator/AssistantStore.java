package dev.sluice.simulator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All assistants. Thread-safe. */
final class AssistantStore {
    private final Map<String, Assistant> byId = new LinkedHashMap<>();

    synchronized void add(Assistant assistant) {
        byId.put(assistant.id(), assistant);
    }

    /**
     * Returns an assistant.
     *
     * @throws ApiError with 404 when there is none
     */
    synchronized Assistant get(String id) {
        Assistant assistant = byId.get(id);
        if (assistant == null) {
            throw new ApiError(
                    404, "invalid_request_error", null, null, "No assistant found with id '" + id + "'.", null);
        }
        return assistant;
    }

    synchronized List<Assistant> oldestFirst() {
        return new ArrayList<>(byId.values());
    }

    /**
     * Deletes an assistant.
     *
     * @throws ApiError with 404 when there is none
     */
    synchronized void delete(String id) {
        byId.remove(get(id).id());
    }
}
