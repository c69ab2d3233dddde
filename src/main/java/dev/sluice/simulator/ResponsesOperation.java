package dev.sluice.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** {@code POST /responses}: one conversation, answered at once. */
final class ResponsesOperation implements Operation {
    @Override
    public Work read(Call call) {
        ObjectNode body = call.body();
        String model = call.model(body);
        Conversation conversation = Conversation.ofInput(
                body.path("input"), body.path("instructions").asText(""), call);
        int maxTokens = Call.integer(body, "max_output_tokens", 0, 1, Integer.MAX_VALUE);
        call.checkContext("input", conversation.tokens(), maxTokens);
        AnswerFormat format = AnswerFormat.ofResponse(body.path("text").path("format"));
        return new Work(model, List.of(conversation.prompt()), conversation.tokens(), maxTokens, draws -> {
            Answer answer = format.answer(call, conversation.prompt(), 0, maxTokens == 0 ? Long.MAX_VALUE : maxTokens);
            return answer(call, body, model, conversation, answer);
        });
    }

    private static ObjectNode answer(
            Call call, ObjectNode body, String model, Conversation conversation, Answer answer) {
        boolean whole = answer.finishReason().equals("stop");
        ObjectNode root = Json.object()
                .put("id", "resp_" + call.request().hexId())
                .put("object", "response")
                .put("created_at", call.createdSeconds())
                .put("status", whole ? "completed" : "incomplete")
                .put("background", false)
                .putNull("error");
        if (whole) {
            root.putNull("incomplete_details");
        } else {
            root.putObject("incomplete_details").put("reason", "max_output_tokens");
        }
        repeat(body, "instructions", root);
        repeat(body, "max_output_tokens", root);
        root.put("model", model).putArray("output").add(message(call, answer, root.path("status")));
        root.put("parallel_tool_calls", true).putNull("previous_response_id");
        root.put("service_tier", "default").put("store", body.path("store").asBoolean(true));
        root.put("temperature", 1.0).put("tool_choice", "auto").putArray("tools");
        root.put("top_p", 1.0).put("truncation", "disabled");
        Usage.putOfResponse(root, conversation.tokens(), answer.tokens());
        repeat(body, "metadata", root);
        return root;
    }

    private static ObjectNode message(Call call, Answer answer, JsonNode status) {
        ObjectNode message = Json.object()
                .put("type", "message")
                .put("id", "msg_" + call.request().hexId())
                .put("role", "assistant");
        message.set("status", status);
        ObjectNode content = message.putArray("content").addObject();
        content.put("type", "output_text").put("text", answer.text()).putArray("annotations");
        content.putArray("logprobs");
        return message;
    }

    private static void repeat(ObjectNode body, String field, ObjectNode root) {
        JsonNode value = body.path(field);
        if (value.isMissingNode()) {
            root.putNull(field);
        } else {
            root.set(field, value);
        }
    }
}
