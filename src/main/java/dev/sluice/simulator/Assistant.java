package dev.sluice.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * An assistant.
 *
 * @param id its id, {@code asst_…}
 * @param createdSeconds when it was made, in seconds since 1970
 * @param model its model
 * @param body the request that made it
 */
record Assistant(String id, long createdSeconds, String model, ObjectNode body) {

    String instructions() {
        return body.path("instructions").asText("");
    }

    /** Returns its tools, an empty list where it has none. */
    JsonNode tools() {
        return body.path("tools").isArray() ? body.path("tools") : Json.object().arrayNode();
    }

    /** Returns the assistant object of the API. */
    ObjectNode json() {
        ObjectNode root = Json.object()
                .put("id", id)
                .put("object", "assistant")
                .put("created_at", createdSeconds)
                .put("model", model);
        Fields.repeat(body, "name", root);
        Fields.repeat(body, "description", root);
        Fields.repeat(body, "instructions", root);
        root.set("tools", tools());
        root.putObject("tool_resources");
        root.set("metadata", Fields.metadataOrEmpty(body));
        return root.put("temperature", 1.0).put("top_p", 1.0).put("response_format", "auto");
    }
}
