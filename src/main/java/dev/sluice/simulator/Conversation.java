package dev.sluice.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The messages of a chat or response request.
 *
 * @param prompt the text of the last message of the user, else of the last message: what is answered
 * @param tokens the tokens of all messages, with 3 for each message, 1 for a name and 3 for the reply
 */
record Conversation(String prompt, long tokens) {
    private static final Set<String> ROLES = Set.of("system", "assistant", "user", "function", "tool", "developer");
    private static final int TOKENS_OF_MESSAGE = 3;
    private static final int TOKENS_OF_REPLY = 3;

    /** Reads the {@code messages} of a chat request. */
    static Conversation ofMessages(JsonNode messages, Call call) {
        if (messages.isMissingNode() || messages.isNull()) {
            throw ApiError.missing("messages");
        }
        return ofList(messages, "messages", call);
    }

    /** Reads the {@code input} of a response request, a text or a list of items, with its {@code instructions}. */
    static Conversation ofInput(JsonNode input, String instructions, Call call) {
        if (input.isMissingNode() || input.isNull()) {
            throw ApiError.missing("input");
        }
        int extra = instructions.isEmpty() ? 0 : call.tokens(instructions) + TOKENS_OF_MESSAGE;
        if (input.isTextual()) {
            checkNotEmpty(input.textValue(), "input");
            int tokens = call.tokens(input.textValue()) + TOKENS_OF_MESSAGE + TOKENS_OF_REPLY;
            return new Conversation(input.textValue(), tokens + extra);
        }
        Conversation list = ofList(input, "input", call);
        return new Conversation(list.prompt(), list.tokens() + extra);
    }

    private static Conversation ofList(JsonNode messages, String param, Call call) {
        if (!messages.isArray()) {
            throw ApiError.wrongType(param, "an array of objects");
        }
        if (messages.isEmpty()) {
            throw ApiError.badRequest(
                    "empty_array",
                    param,
                    "Invalid '" + param + "': empty array. Expected an array with minimum length 1, but got an empty"
                            + " array instead.");
        }
        String lastOfUser = null;
        String last = "";
        long tokens = TOKENS_OF_REPLY;
        for (int i = 0; i < messages.size(); i++) {
            JsonNode message = messages.get(i);
            String role = role(message, param + "[" + i + "]");
            last = text(message.path("content"), param + "[" + i + "].content");
            lastOfUser = role.equals("user") ? last : lastOfUser;
            tokens += TOKENS_OF_MESSAGE + call.tokens(last) + (message.has("name") ? 1 : 0);
        }
        String prompt = orElse(lastOfUser, last);
        checkNotEmpty(prompt, param);
        return new Conversation(prompt, tokens);
    }

    private static String orElse(@Nullable String text, String other) {
        return text == null ? other : text;
    }

    private static String role(JsonNode message, String param) {
        String role = message.path("role").asText("");
        if (role.isEmpty()
                && message.has("type")
                && !message.path("type").asText().equals("message")) {
            return "tool";
        }
        if (role.isEmpty()) {
            throw ApiError.missing(param + ".role");
        }
        if (!ROLES.contains(role)) {
            throw ApiError.badRequest(
                    "invalid_value",
                    param + ".role",
                    "Invalid value: '" + role + "'. Supported values are: 'system', 'assistant', 'user', 'function',"
                            + " 'tool', and 'developer'.");
        }
        return role;
    }

    /** Returns the text of a content: a text, or the texts of its parts on lines of their own. */
    private static String text(JsonNode content, String param) {
        if (content.isMissingNode() || content.isNull()) {
            return "";
        }
        if (content.isTextual()) {
            return content.textValue();
        }
        if (!content.isArray()) {
            throw ApiError.wrongType(param, "a string or an array of objects");
        }
        StringBuilder text = new StringBuilder();
        for (JsonNode part : content) {
            text.append(text.isEmpty() ? "" : "\n").append(part.path("text").asText(""));
        }
        return text.toString();
    }

    private static void checkNotEmpty(String prompt, String param) {
        if (prompt.isEmpty()) {
            throw ApiError.badRequest(
                    "empty_string", param, "Invalid '" + param + "': input cannot be an empty string.");
        }
    }
}
