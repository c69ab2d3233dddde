package dev.sluice.simulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import java.util.TreeSet;

/** {@code GET /models} and {@code GET /models/{model}}. */
final class ModelsOperation implements Operation {
    private static final Set<String> USUAL = Set.of(
            "gpt-4o-mini", "gpt-4.1", "gpt-3.5-turbo-instruct", "text-embedding-3-small", "omni-moderation-latest");

    @Override
    public Work read(Call call) {
        Set<String> known = call.options().models();
        String wanted = call.variables().get("model");
        if (wanted == null) {
            return Work.unlimited(() -> list(call, known.isEmpty() ? USUAL : known));
        }
        if (!known.isEmpty() && !known.contains(wanted)) {
            throw Call.modelNotFound(wanted);
        }
        return Work.unlimited(() -> model(call, wanted));
    }

    private static ObjectNode list(Call call, Set<String> models) {
        ObjectNode root = Json.object().put("object", "list");
        ArrayNode data = root.putArray("data");
        new TreeSet<>(models).forEach(name -> data.add(model(call, name)));
        return root;
    }

    private static ObjectNode model(Call call, String name) {
        return Json.object()
                .put("id", name)
                .put("object", "model")
                .put("created", call.createdSeconds())
                .put("owned_by", "sluice-simulator");
    }
}
