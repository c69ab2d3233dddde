package dev.sluice.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Supplier;

/**
 * A request for a run.
 *
 * @param call where it came from
 * @param body its body
 * @param assistant the assistant that it names
 * @param model the model: its own, else the assistant's
 * @param prompt what is asked: the last message of the user with the files attached to it
 * @param tokens the tokens of instructions, messages and attached files
 * @param maxTokens the most tokens of the answer, or 0 where none is stated
 */
record RunRequest(
        Call call, ObjectNode body, Assistant assistant, String model, String prompt, long tokens, int maxTokens) {
    private static final int TOKENS_OF_MESSAGE = 3;
    private static final int TOKENS_OF_REPLY = 3;

    /**
     * Reads a request.
     *
     * @param messages the messages of the thread
     * @throws ApiError when it is wrong in itself
     */
    static RunRequest of(Call call, ObjectNode body, Assistant assistant, List<MessageDraft> messages) {
        String model = body.hasNonNull("model") ? call.model(body) : assistant.model();
        Fields.metadata(body);
        int maxTokens = Call.integer(body, "max_completion_tokens", 0, 1, Integer.MAX_VALUE);
        String prompt = "";
        long tokens = TOKENS_OF_REPLY;
        for (MessageDraft message : messages) {
            String question = message.question();
            prompt = message.role().equals("user") ? question : prompt;
            tokens += TOKENS_OF_MESSAGE + call.tokens(question);
        }
        String instructions = instructions(body, assistant);
        tokens += instructions.isEmpty() ? 0 : TOKENS_OF_MESSAGE + call.tokens(instructions);
        return new RunRequest(call, body, assistant, model, prompt, tokens, maxTokens);
    }

    /** Returns the instructions that hold: its own, else the assistant's. */
    String instructions() {
        return instructions(body, assistant);
    }

    /** Returns the tools: its own, else the assistant's. */
    JsonNode tools() {
        return body.path("tools").isArray() ? body.path("tools") : assistant.tools();
    }

    /** Returns the answer as far as the stated most tokens let it go. */
    Answer answer() {
        JsonNode own = body.path("response_format");
        AnswerFormat format =
                AnswerFormat.ofChat(own.isMissingNode() ? assistant.body().path("response_format") : own);
        return format.answer(call, prompt, 0, maxTokens == 0 ? Long.MAX_VALUE : maxTokens);
    }

    Work work(Supplier<ObjectNode> start) {
        return Work.start(model, prompt, tokens, maxTokens, start);
    }

    private static String instructions(ObjectNode body, Assistant assistant) {
        return body.hasNonNull("instructions") ? body.path("instructions").asText() : assistant.instructions();
    }
}
