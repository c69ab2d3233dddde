package dev.sluice.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Supplier;

/**
 * A request for a response.
 *
 * @param call where it came from
 * @param body its body
 * @param model the model that it names
 * @param conversation what is asked
 * @param maxTokens the most tokens of the answer, or 0 where none is stated
 * @param format the form of the answer
 */
record ResponseRequest(
        Call call, ObjectNode body, String model, Conversation conversation, int maxTokens, AnswerFormat format) {

    /**
     * Reads a request.
     *
     * @throws ApiError when it is wrong in itself
     */
    static ResponseRequest of(Call call) {
        ObjectNode body = call.body();
        String model = call.model(body);
        Conversation conversation = Conversation.ofInput(
                body.path("input"), body.path("instructions").asText(""), call);
        int maxTokens = Call.integer(body, "max_output_tokens", 0, 1, Integer.MAX_VALUE);
        call.checkContext("input", conversation.tokens(), maxTokens);
        AnswerFormat format = AnswerFormat.ofResponse(body.path("text").path("format"));
        return new ResponseRequest(call, body, model, conversation, maxTokens, format);
    }

    String id() {
        return "resp_" + call.request().hexId();
    }

    /** Returns whether the response may be fetched later. */
    boolean isStored() {
        return body.path("store").asBoolean(true);
    }

    boolean isBackground() {
        return body.path("background").asBoolean();
    }

    /** Returns the answer as far as the stated most tokens let it go. */
    Answer answer() {
        return format.answer(call, conversation.prompt(), 0, maxTokens == 0 ? Long.MAX_VALUE : maxTokens);
    }

    /** Returns the work of a request that is answered at once. */
    Work work(Supplier<ObjectNode> answer) {
        return new Work(model, List.of(conversation.prompt()), conversation.tokens(), maxTokens, draws -> answer.get());
    }

    /** Returns the work of a request that is started. */
    Work start(Supplier<ObjectNode> start) {
        return Work.start(model, conversation.prompt(), conversation.tokens(), maxTokens, start);
    }

    /** Returns the response object of the API, answered at once. */
    ObjectNode json(Answer answer) {
        boolean whole = answer.finishReason().equals("stop");
        ObjectNode root = Json.object()
                .put("id", id())
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
        Fields.repeat(body, "instructions", root);
        Fields.repeat(body, "max_output_tokens", root);
        root.put("model", model).putArray("output").add(message(answer, root.path("status")));
        root.put("parallel_tool_calls", true).putNull("previous_response_id");
        root.put("service_tier", "default").put("store", isStored());
        root.putObject("text")
                .putObject("format")
                .put("type", body.at("/text/format/type").asText("text"));
        root.put("temperature", 1.0).put("tool_choice", "auto").putArray("tools");
        root.put("top_p", 1.0).put("truncation", "disabled");
        Usage.putOfResponse(root, conversation.tokens(), answer.tokens());
        Fields.repeat(body, "metadata", root);
        return root;
    }

    private ObjectNode message(Answer answer, JsonNode status) {
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
}
