package dev.sluice.simulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.random.RandomGenerator;

/** Spoils the content of a body. */
final class BodyFaults {
    private static final String INDEX = "index";
    private static final String[] LISTS = {"choices", "data", "results", "output"};

    private BodyFaults() {}

    /** Changes a body; kinds that don't concern its content change nothing. */
    static void apply(Fault.Kind kind, ObjectNode body, RandomGenerator draws) {
        if (kind == Fault.Kind.NO_USAGE) {
            body.remove("usage");
        }
        ArrayNode items = items(body);
        if (items.isEmpty()) {
            return;
        }
        int victim = draws.nextInt(items.size());
        switch (kind) {
            case MISSING_INDEX -> items.remove(victim);
            case NO_INDEX -> ((ObjectNode) items.get(victim)).remove(INDEX);
            case REPEATED_INDEX -> repeat(items, victim);
            case FOREIGN_INDEX -> ((ObjectNode) items.get(victim)).put(INDEX, items.size() + 1_000);
            case EMPTY_CHOICES -> items.removeAll();
            case CONTENT_FILTER -> items.forEach(item -> filter((ObjectNode) item));
            default -> {}
        }
    }

    private static ArrayNode items(ObjectNode body) {
        for (String name : LISTS) {
            if (body.get(name) instanceof ArrayNode array) {
                return array;
            }
        }
        return Json.object().arrayNode();
    }

    private static void repeat(ArrayNode items, int victim) {
        if (items.size() == 1) {
            items.add(items.get(0).deepCopy());
            return;
        }
        ObjectNode item = (ObjectNode) items.get(victim);
        int other = (victim + 1) % items.size();
        if (item.has(INDEX)) {
            item.put(INDEX, items.get(other).path(INDEX).intValue());
        } else {
            items.set(victim, items.get(other).deepCopy());
        }
    }

    private static void filter(ObjectNode item) {
        if (item.has("finish_reason")) {
            item.put("finish_reason", "content_filter");
        }
        if (item.has("text")) {
            item.put("text", "");
        }
        if (item.get("message") instanceof ObjectNode message) {
            message.put("content", "");
        }
    }
}
