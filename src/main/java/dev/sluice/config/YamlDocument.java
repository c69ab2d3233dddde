package dev.sluice.config;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The tree of one or several YAML files laid over each other, which remembers where each key stood.
 *
 * @param root the tree
 * @param places the place of each key, such as {@code config/limits.yaml:3:5}; that of the root is the file's name
 */
record YamlDocument(ObjectNode root, Map<JsonPointer, String> places) {

    /** Returns a document without any key. */
    static YamlDocument empty(String file) {
        Map<JsonPointer, String> places = new HashMap<>();
        places.put(JsonPointer.empty(), file);
        return new YamlDocument(JsonNodeFactory.instance.objectNode(), places);
    }

    /** Returns the place of a key, or of the nearest key around it. */
    String place(JsonPointer at) {
        for (JsonPointer around = at; around != null; around = around.head()) {
            String place = places.get(around);
            if (place != null) {
                return place;
            }
        }
        return "";
    }

    /** Sets a value below the root, making the objects around it. */
    void put(JsonPointer at, @Nullable Object value, String place) {
        if (value != null) {
            root.withObject(at.head()).set(at.last().getMatchingProperty(), node(value));
            places.put(at, place);
        }
    }

    /** Returns this document with another one laid over it key by key; lists are replaced as a whole. */
    YamlDocument overlay(YamlDocument over) {
        Map<JsonPointer, String> merged = new HashMap<>(places);
        merged.putAll(over.places);
        return new YamlDocument(merge(root, over.root), merged);
    }

    /** Returns a new tree: {@code over} laid over {@code base} key by key. */
    static ObjectNode merge(ObjectNode base, ObjectNode over) {
        ObjectNode merged = base.deepCopy();
        over.properties().forEach(entry -> {
            JsonNode below = merged.get(entry.getKey());
            boolean deep = below instanceof ObjectNode && entry.getValue() instanceof ObjectNode;
            merged.set(
                    entry.getKey(),
                    deep
                            ? merge((ObjectNode) below, (ObjectNode) entry.getValue())
                            : entry.getValue().deepCopy());
        });
        return merged;
    }

    private static JsonNode node(Object value) {
        if (value instanceof Number number) {
            return JsonNodeFactory.instance.numberNode(number.longValue());
        }
        return JsonNodeFactory.instance.textNode(value.toString());
    }
}
