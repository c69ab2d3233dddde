package dev.sluice.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** {@code POST /chat/completions}: one conversation, {@code n} choices, plain text or JSON that fits a schema. */
final class ChatOperation implements Operation {
    @Override
    public Work read(Call call) {
        ObjectNode body = call.body();
        String model = call.model(body);
        Conversation conversation = Conversation.ofMessages(body.path("messages"), call);
        int choices = Call.choices(body);
        int maxTokens = maxTokens(body);
        call.checkContext("messages", conversation.tokens(), maxTokens);
        AnswerFormat format = AnswerFormat.ofChat(body.path("response_format"));
        return new Work(
                model,
                List.of(conversation.prompt()),
                conversation.tokens(),
                (long) maxTokens * choices,
                draws -> answer(call, model, conversation, choices, maxTokens, format, draws));
    }

    /** Returns the stated most tokens of the answer, or 0 where none is stated. */
    private static int maxTokens(ObjectNode body) {
        String param = body.hasNonNull("max_completion_tokens") ? "max_completion_tokens" : "max_tokens";
        return Call.integer(body, param, 0, 1, Integer.MAX_VALUE);
    }

    private static ObjectNode answer(
            Call call,
            String model,
            Conversation conversation,
            int choices,
            int maxTokens,
            AnswerFormat format,
            RandomGenerator draws) {
        List<ObjectNode> items = new ArrayList<>();
        long outputTokens = 0;
        for (int k = 0; k < choices; k++) {
            Answer answer = format.answer(call, conversation.prompt(), k, maxTokens == 0 ? Long.MAX_VALUE : maxTokens);
            outputTokens += answer.tokens();
            items.add(choice(k, answer));
        }
        ObjectNode root = Json.object()
                .put("id", "chatcmpl-" + call.request().hexId())
                .put("object", "chat.completion")
                .put("created", call.createdSeconds())
                .put("model", model);
        Shuffled.addTo(root.putArray("choices"), items, draws);
        ObjectNode usage = Usage.put(root, conversation.tokens(), outputTokens);
        usage.putObject("prompt_tokens_details").put("cached_tokens", 0).put("audio_tokens", 0);
        usage.putObject("completion_tokens_details")
                .put("reasoning_tokens", 0)
                .put("audio_tokens", 0)
                .put("accepted_prediction_tokens", 0)
                .put("rejected_prediction_tokens", 0);
        return root.put("service_tier", "default").put("system_fingerprint", "fp_simulated");
    }

    private static ObjectNode choice(int index, Answer answer) {
        ObjectNode choice = Json.object().put("index", index);
        choice.putObject("message")
                .put("role", "assistant")
                .put("content", answer.text())
                .putNull("refusal")
                .putArray("annotations");
        return choice.putNull("logprobs").put("finish_reason", answer.finishReason());
    }
}
