package dev.sluice.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** {@code POST /completions}: several prompts, {@code n} choices each, {@code index = promptIndex * n + k}, shuffled. */
final class CompletionsOperation implements Operation {
    private static final int USUAL_MAX_TOKENS = 16;

    @Override
    public Work read(Call call) {
        ObjectNode body = call.body();
        String model = call.model(body);
        InputList prompts = InputList.read(body.path("prompt"), "prompt", call);
        int choices = Call.choices(body);
        int bestOf = Math.max(choices, Call.integer(body, "best_of", choices, choices, 128));
        int maxTokens = Call.integer(body, "max_tokens", USUAL_MAX_TOKENS, 0, Integer.MAX_VALUE);
        prompts.items().forEach(p -> call.checkContext("prompt", p.tokens(), maxTokens));
        boolean echo = body.path("echo").asBoolean();
        Wanted wanted = new Wanted(model, prompts, choices, maxTokens, echo);
        long output = (long) maxTokens * bestOf * prompts.items().size();
        return new Work(model, prompts.texts(), prompts.tokens(), output, draws -> answer(call, wanted, draws));
    }

    /** What the request asks for. */
    private record Wanted(String model, InputList prompts, int choices, int maxTokens, boolean echo) {}

    private static ObjectNode answer(Call call, Wanted wanted, RandomGenerator draws) {
        List<ObjectNode> items = new ArrayList<>();
        long outputTokens = 0;
        for (InputList.Item prompt : wanted.prompts().items()) {
            for (int k = 0; k < wanted.choices(); k++) {
                Answer answer = call.answer(prompt.text(), k, wanted.maxTokens());
                outputTokens += answer.tokens();
                String text = wanted.echo() ? prompt.text() + answer.text() : answer.text();
                items.add(Json.object()
                        .put("text", text)
                        .put("index", items.size())
                        .putNull("logprobs")
                        .put("finish_reason", answer.finishReason()));
            }
        }
        ObjectNode root = Json.object()
                .put("id", "cmpl-" + call.request().hexId())
                .put("object", "text_completion")
                .put("created", call.createdSeconds())
                .put("model", wanted.model());
        Shuffled.addTo(root.putArray("choices"), items, draws);
        Usage.put(root, wanted.prompts().tokens(), outputTokens);
        return root;
    }
}
