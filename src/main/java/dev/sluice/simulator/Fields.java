package dev.sluice.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Reads fields of bodies that create something. */
final class Fields {
    private Fields() {}

    /**
     * Returns a text that must be there.
     *
     * @throws ApiError with 400 for anything else
     */
    static String text(JsonNode body, String param) {
        JsonNode node = body.path(param);
        if (node.isMissingNode() || node.isNull()) {
            throw ApiError.missing(param);
        }
        if (!node.isTextual()) {
            throw ApiError.wrongType(param, "a string");
        }
        return node.textValue();
    }

    /**
     * Returns what the creator noted, or a null node.
     *
     * @throws ApiError with 400 for anything but an object
     */
    static JsonNode metadata(JsonNode body) {
        JsonNode node = body.path("metadata");
        if (!node.isMissingNode() && !node.isNull() && !node.isObject()) {
            throw ApiError.wrongType("metadata", "an object");
        }
        return node.isObject() ? node : Json.object().nullNode();
    }

    /** Returns what the creator noted, an empty object where that is nothing. */
    static JsonNode metadataOrEmpty(JsonNode body) {
        JsonNode node = metadata(body);
        return node.isNull() ? Json.object() : node;
    }

    /** Puts a field of a body as it is, null where it is absent. */
    static void repeat(JsonNode body, String field, ObjectNode root) {
        JsonNode value = body.path(field);
        if (value.isMissingNode()) {
            root.putNull(field);
        } else {
            root.set(field, value);
        }
    }
}
