package dev.sluice.provider;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.prompt.Prompt;
import java.io.IOException;
import java.util.List;

/** Judges a reply of the Responses API, which answers one prompt. */
final class ResponseReply {
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private ResponseReply() {}

    /**
     * Returns the prompt as answered where the response is completed or incomplete, else as unanswered.
     *
     * @throws IOException when it is no JSON
     */
    static MatchedReply match(Prompt prompt, byte[] bytes) throws IOException {
        String body = new JsonBytes(bytes.length).append(bytes).toString();
        JsonNode reply = JSON.readTree(body);
        if (!reply.isObject()) {
            throw new JsonParseException(null, "not a JSON object");
        }
        ErrorBody error = ErrorBody.of(reply.path("error"));
        String status = reply.path("status").asText();
        return switch (status) {
            case "failed" ->
                unanswered(prompt, error.codeOr("failed"), error.messageOr("the response has failed"), reply);
            case "cancelled" -> unanswered(prompt, "cancelled", "the response was cancelled", reply);
            case "queued", "in_progress" -> unanswered(prompt, "unfinished", "the response is " + status, reply);
            default -> finished(prompt, reply, error, body);
        };
    }

    private static MatchedReply finished(Prompt prompt, JsonNode reply, ErrorBody error, String body) {
        Usage usage = Usage.of(reply.path("usage"));
        JsonNode output = reply.path("output");
        if (!error.isEmpty()) {
            return unanswered(
                    prompt, error.codeOr("provider_error"), error.messageOr("the provider reports an error"), reply);
        }
        if (!output.isArray()) {
            return unanswered(prompt, "malformed_reply", "the reply has no output", reply);
        }
        if (saysNothing(output) && !reply.path("status").asText().equals("incomplete")) {
            return unanswered(prompt, "empty_answer", "the reply's output is empty", reply);
        }
        return new MatchedReply(
                List.of(new PromptAnswer(prompt, body, usage)), List.of(), usage, 0, Usage.tierOf(reply));
    }

    /** Returns whether an output has nothing but what the model thought. */
    private static boolean saysNothing(JsonNode output) {
        for (JsonNode item : output) {
            if (!item.path("type").asText().equals("reasoning")) {
                return false;
            }
        }
        return true;
    }

    private static MatchedReply unanswered(Prompt prompt, String code, String reason, JsonNode reply) {
        Usage usage = Usage.of(reply.path("usage"));
        return new MatchedReply(
                List.of(), List.of(new Unanswered(prompt, code, reason, usage)), usage, 0, Usage.tierOf(reply));
    }
}
