package dev.sluice.prompt;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Counts the prompt tokens of a request: the texts, and for conversations 3 a message, 1 more with a name, 3 for the
 * reply, as in OpenAI's cookbook. Not thread-safe.
 */
final class PromptTokens {
    private static final int PER_MESSAGE = 3;
    private static final int PER_NAME = 1;
    private static final int REPLY = 3;
    /** What a part that is no text is taken for: a picture of 1,024 by 1,024 pixels seen in detail by gpt-4o. */
    private static final int OTHER_PART = 765;

    private final TokenCounter counter;
    private String rememberedEncoding = "";
    private String remembered = "";
    private int rememberedTokens;

    PromptTokens(TokenCounter counter) {
        this.counter = counter;
    }

    /** Returns the tokens of an endpoint's input, at least 0. */
    int count(String encoding, Endpoint endpoint, JsonNode input) {
        boolean conversation = endpoint == Endpoint.CHAT || endpoint == Endpoint.RESPONSES;
        long tokens = conversation ? conversation(encoding, input) : plain(encoding, input);
        return (int) Math.min(Integer.MAX_VALUE, tokens);
    }

    /** Returns the tokens of a text. */
    int count(String encoding, String text) {
        return counter.count(encoding, text);
    }

    private long plain(String encoding, JsonNode input) {
        if (input.isTextual()) {
            return count(encoding, input.textValue());
        }
        if (input.isNumber()) {
            return 1;
        }
        if (input.isObject()) {
            return part(encoding, input);
        }
        long tokens = 0;
        for (JsonNode item : input) {
            tokens += plain(encoding, item);
        }
        return tokens;
    }

    private long conversation(String encoding, JsonNode input) {
        if (input.isTextual()) {
            return (long) PER_MESSAGE + count(encoding, "user") + count(encoding, input.textValue()) + REPLY;
        }
        long tokens = REPLY;
        for (JsonNode message : input) {
            tokens += PER_MESSAGE + message(encoding, message);
        }
        return tokens;
    }

    private long message(String encoding, JsonNode message) {
        String role = message.path("role").asText();
        JsonNode content = message.path("content");
        long tokens = count(encoding, role);
        if (content.isTextual()) {
            boolean repeats = role.equals("system") || role.equals("developer");
            tokens += repeats ? remembering(encoding, content.textValue()) : count(encoding, content.textValue());
        }
        for (JsonNode part : content) {
            tokens += part(encoding, part);
        }
        if (message.hasNonNull("name")) {
            tokens += PER_NAME + count(encoding, message.get("name").asText());
        }
        if (message.hasNonNull("tool_calls")) {
            tokens += count(encoding, message.get("tool_calls").toString());
        }
        return tokens;
    }

    private long part(String encoding, JsonNode part) {
        JsonNode text = part.path("text");
        return text.isTextual() ? count(encoding, text.textValue()) : OTHER_PART;
    }

    /** Counts a text that the next line will probably hold again. */
    private int remembering(String encoding, String text) {
        if (!text.equals(remembered) || !encoding.equals(rememberedEncoding)) {
            rememberedTokens = count(encoding, text);
            rememberedEncoding = encoding;
            remembered = text;
        }
        return rememberedTokens;
    }
}
