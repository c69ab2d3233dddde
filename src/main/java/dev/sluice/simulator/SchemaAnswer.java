package dev.sluice.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Makes a JSON value that fits a schema: every property is there, texts are the answer to the prompt, choices take the
 * first. Where the message packs several prompts, an array whose items have an id gets one item for each, and a
 * property or map entry that is named like an id gets the answer to that one.
 */
final class SchemaAnswer {
    private static final int MAX_DEPTH = 20;
    private final JsonNode root;
    private final String message;
    private final Map<String, String> packed;
    private final UnaryOperator<String> answer;

    SchemaAnswer(JsonNode schema, String message, UnaryOperator<String> answer) {
        this.root = schema;
        this.message = message;
        this.packed = PackedPrompts.in(message);
        this.answer = answer;
    }

    JsonNode value() {
        return value(root, null, 0);
    }

    /** Returns a value for a schema; {@code id} is the packed prompt that it is about, or null for the message. */
    private JsonNode value(JsonNode schema, @Nullable String id, int depth) {
        JsonNode resolved = resolve(schema);
        if (depth > MAX_DEPTH) {
            return NullNode.instance;
        }
        if (resolved.has("const")) {
            return resolved.path("const");
        }
        if (resolved.path("enum").isArray() && !resolved.path("enum").isEmpty()) {
            return resolved.path("enum").path(0);
        }
        for (String choice : new String[] {"anyOf", "oneOf", "allOf"}) {
            if (resolved.path(choice).isArray()) {
                return value(resolved.path(choice).path(0), id, depth + 1);
            }
        }
        return switch (type(resolved)) {
            case "object" -> object(resolved, id, depth);
            case "array" -> array(resolved, id, depth);
            case "integer", "number" -> IntNode.valueOf(resolved.path("minimum").asInt(0));
            case "boolean" -> BooleanNode.TRUE;
            case "null" -> NullNode.instance;
            default -> TextNode.valueOf(answer.apply(text(id)));
        };
    }

    private ObjectNode object(JsonNode schema, @Nullable String id, int depth) {
        ObjectNode object = Json.object();
        schema.path("properties").properties().forEach(property -> {
            String name = property.getKey();
            if (id != null && PackedPrompts.isIdField(name)) {
                object.set(name, idValue(property.getValue(), id));
            } else {
                object.set(name, value(property.getValue(), packed.containsKey(name) ? name : id, depth + 1));
            }
        });
        JsonNode others = schema.path("additionalProperties");
        if (others.isObject() && object.isEmpty()) {
            packed.keySet().forEach(key -> object.set(key, value(others, key, depth + 1)));
        }
        return object;
    }

    private ArrayNode array(JsonNode schema, @Nullable String id, int depth) {
        JsonNode items = resolve(schema.path("items"));
        ArrayNode array = Json.object().arrayNode();
        if (id == null && !packed.isEmpty() && hasIdField(items)) {
            packed.keySet().forEach(key -> array.add(value(items, key, depth + 1)));
            return array;
        }
        int size = Math.max(1, schema.path("minItems").asInt(1));
        for (int i = 0; i < size; i++) {
            array.add(value(items, id, depth + 1));
        }
        return array;
    }

    private JsonNode idValue(JsonNode schema, String id) {
        boolean number = type(resolve(schema)).equals("integer") && id.matches("-?\\d{1,9}");
        return number ? IntNode.valueOf(Integer.parseInt(id)) : TextNode.valueOf(id);
    }

    private String text(@Nullable String id) {
        return id == null ? message : packed.getOrDefault(id, message);
    }

    private JsonNode resolve(JsonNode schema) {
        String reference = schema.path("$ref").asText("");
        return reference.startsWith("#/") ? root.at(reference.substring(1)) : schema;
    }

    private static boolean hasIdField(JsonNode schema) {
        boolean[] found = new boolean[1];
        schema.path("properties").fieldNames().forEachRemaining(name -> found[0] |= PackedPrompts.isIdField(name));
        return found[0];
    }

    private static String type(JsonNode schema) {
        JsonNode type = schema.path("type");
        if (type.isArray()) {
            return type.path(0).asText("string");
        }
        return type.asText(schema.has("properties") ? "object" : "string");
    }
}
