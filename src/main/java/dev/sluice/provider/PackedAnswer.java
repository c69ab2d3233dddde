package dev.sluice.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.prompt.Endpoint;
import java.util.List;

/** Makes response bodies for single prompts out of the reply to a conversation that held several. */
final class PackedAnswer {
    private static final List<String> ENVELOPE =
            List.of("id", "object", "created", "created_at", "status", "model", "service_tier", "system_fingerprint");

    private final JsonNode reply;
    private final Endpoint endpoint;
    private final int packed;

    PackedAnswer(JsonNode reply, Endpoint endpoint, int packed) {
        this.reply = reply;
        this.endpoint = endpoint;
        this.packed = packed;
    }

    /**
     * Returns the body, on one line, that would have come had this prompt been asked alone, and in {@code packed} how many
     * were asked together.
     */
    String body(String text, Usage share) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        for (String name : ENVELOPE) {
            if (reply.has(name) && reply.path(name).isValueNode()) {
                body.set(name, reply.get(name));
            }
        }
        if (endpoint == Endpoint.CHAT) {
            addChoice(body, text);
        } else {
            addOutput(body, text);
        }
        if (reply.path("usage").isObject()) {
            addUsage(body.putObject("usage"), share);
        }
        return body.put("packed", packed).toString();
    }

    private void addChoice(ObjectNode body, String text) {
        ObjectNode choice = body.putArray("choices").addObject().put("index", 0);
        choice.putObject("message")
                .put("role", "assistant")
                .put("content", text)
                .putNull("refusal");
        choice.put("finish_reason", reply.at("/choices/0/finish_reason").textValue());
    }

    private static void addOutput(ObjectNode body, String text) {
        ObjectNode message = body.putArray("output").addObject();
        message.put("type", "message").put("role", "assistant").put("status", "completed");
        message.putArray("content")
                .addObject()
                .put("type", "output_text")
                .put("text", text)
                .putArray("annotations");
    }

    private void addUsage(ObjectNode usage, Usage share) {
        boolean chat = endpoint == Endpoint.CHAT;
        usage.put(chat ? "prompt_tokens" : "input_tokens", share.promptTokens());
        usage.put(chat ? "completion_tokens" : "output_tokens", share.completionTokens());
        usage.put("total_tokens", share.totalTokens());
        String details = chat ? "prompt_tokens_details" : "input_tokens_details";
        if (reply.path("usage").path(details).has("cached_tokens")) {
            usage.putObject(details).put("cached_tokens", share.cachedTokens());
        }
    }
}
