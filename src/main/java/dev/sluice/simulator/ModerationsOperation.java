package dev.sluice.simulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** {@code POST /moderations}: several inputs, results in order and without an index, as the API has it. */
final class ModerationsOperation implements Operation {
    private static final String USUAL_MODEL = "omni-moderation-latest";
    private static final String FLAGGED_CATEGORY = "violence";
    private static final List<String> CATEGORIES = List.of(
            "harassment",
            "harassment/threatening",
            "hate",
            "hate/threatening",
            "illicit",
            "illicit/violent",
            "self-harm",
            "self-harm/instructions",
            "self-harm/intent",
            "sexual",
            "sexual/minors",
            FLAGGED_CATEGORY,
            "violence/graphic");

    @Override
    public Work read(Call call) {
        ObjectNode body = call.body();
        if (!body.hasNonNull("model")) {
            body.put("model", USUAL_MODEL);
        }
        String model = call.model(body);
        InputList inputs = InputList.read(body.path("input"), "input", call);
        return new Work(model, inputs.texts(), inputs.tokens(), 0, draws -> answer(call, model, inputs));
    }

    private static ObjectNode answer(Call call, String model, InputList inputs) {
        ObjectNode root =
                Json.object().put("id", "modr-" + call.request().hexId()).put("model", model);
        ArrayNode results = root.putArray("results");
        inputs.items().forEach(item -> results.add(result(item.text())));
        return root;
    }

    private static ObjectNode result(String text) {
        boolean flagged = SimulatedAnswers.flagged(text);
        ObjectNode result = Json.object().put("flagged", flagged);
        ObjectNode categories = result.putObject("categories");
        ObjectNode scores = result.putObject("category_scores");
        ObjectNode types = result.putObject("category_applied_input_types");
        for (String category : CATEGORIES) {
            categories.put(category, flagged && category.equals(FLAGGED_CATEGORY));
            scores.put(category, SimulatedAnswers.score(text, category));
            types.putArray(category).add("text");
        }
        return result;
    }
}
