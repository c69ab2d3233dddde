package dev.sluice.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds the prompts that were packed into one message as JSON: a list of objects with an id and a text, or one object. */
final class PackedPrompts {
    private static final List<String> ID_FIELDS = List.of("id", "custom_id", "key");
    private static final List<String> TEXT_FIELDS = List.of("prompt", "input", "text", "question", "content");

    private PackedPrompts() {}

    /** Returns the prompts by id, in order; empty for a message that packs none. */
    static Map<String, String> in(String message) {
        Map<String, String> prompts = new LinkedHashMap<>();
        for (int i = 0; i < message.length() && prompts.isEmpty(); i++) {
            if (message.charAt(i) == '[' || message.charAt(i) == '{') {
                collect(Json.readStart(message.substring(i)), prompts);
                break;
            }
        }
        return prompts;
    }

    /** Returns whether a field of an answer is one that names the prompt. */
    static boolean isIdField(String name) {
        return ID_FIELDS.contains(name);
    }

    private static void collect(JsonNode node, Map<String, String> prompts) {
        if (node.isArray()) {
            node.forEach(item -> collectItem(item, prompts));
            return;
        }
        for (Iterator<JsonNode> values = node.elements(); values.hasNext() && prompts.isEmpty(); ) {
            JsonNode value = values.next();
            if (value.isArray()) {
                collect(value, prompts);
            }
        }
        if (prompts.isEmpty()) {
            node.properties().forEach(field -> {
                if (field.getValue().isTextual()) {
                    prompts.put(field.getKey(), field.getValue().textValue());
                }
            });
        }
    }

    private static void collectItem(JsonNode item, Map<String, String> prompts) {
        String id = first(item, ID_FIELDS);
        if (!id.isEmpty()) {
            prompts.put(id, first(item, TEXT_FIELDS));
        }
    }

    private static String first(JsonNode item, List<String> names) {
        return names.stream()
                .map(name -> item.path(name).asText(""))
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("");
    }
}
