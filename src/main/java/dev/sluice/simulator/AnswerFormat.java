package dev.sluice.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * The form that an answer must have.
 *
 * @param json whether it must be JSON
 * @param schema the JSON schema that it must fit, or null for any JSON object
 */
record AnswerFormat(boolean json, @Nullable JsonNode schema) {
    private static final String TEXT = "text";

    /** Reads the {@code response_format} of a chat request. */
    static AnswerFormat ofChat(JsonNode format) {
        return of(format, format.path("json_schema").path("schema"), "response_format");
    }

    /** Reads the {@code text.format} of a response request. */
    static AnswerFormat ofResponse(JsonNode format) {
        return of(format, format.path("schema"), "text.format");
    }

    private static AnswerFormat of(JsonNode format, JsonNode schema, String param) {
        return switch (format.path("type").asText(TEXT)) {
            case TEXT -> new AnswerFormat(false, null);
            case "json_object" -> new AnswerFormat(true, null);
            case "json_schema" -> {
                if (!schema.isObject()) {
                    throw ApiError.missing(param + ".schema");
                }
                yield new AnswerFormat(true, schema);
            }
            default ->
                throw ApiError.badRequest(
                        "invalid_value",
                        param + ".type",
                        "Invalid value. Supported values are: 'json_object', 'json_schema', and 'text'.");
        };
    }

    /** Returns a choice of the answer to a prompt in this form; one that is cut need not be JSON any more. */
    Answer answer(Call call, String prompt, int choice, long maxTokens) {
        if (!json) {
            return call.answer(prompt, choice, maxTokens);
        }
        AnswerRule rule = call.options().answerRule();
        JsonNode value = schema == null
                ? Json.object().put("answer", rule.answer(prompt, choice))
                : new SchemaAnswer(schema, prompt, text -> rule.answer(text, choice)).value();
        return Answer.of(value.toString(), maxTokens, call.options().tokenCounter());
    }
}
