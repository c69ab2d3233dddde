package dev.sluice.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an error reply says, whichever shape its body has: nested below {@code error} (OpenAI, Azure, llama.cpp), flat
 * (Mistral, older vLLM), a text below {@code error} (Ollama) or {@code detail} (FastAPI), a web page, plain text, nothing.
 *
 * @param message the provider's sentence as it stands, or empty
 * @param code the code, or empty; a code that is only a number counts as none
 * @param type the type, or empty
 * @param param the body field that is at fault, or empty
 * @param form how it was written
 */
record ErrorBody(String message, String code, String type, String param, Form form) {
    /** How an error was written. */
    enum Form {
        JSON,
        WEB_PAGE,
        TEXT,
        NOTHING
    }

    private static final int MOST_BYTES = 1 << 20;
    private static final int MOST_TEXT = 4096;
    private static final Pattern NUMBER = Pattern.compile("-?\\d+");
    private static final Pattern TITLE =
            Pattern.compile("<title[^>]{0,100}>([^<]{1,300})</title", Pattern.CASE_INSENSITIVE);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Reads the body of an error reply. */
    static ErrorBody parse(byte[] body) {
        String start = new String(body, 0, Math.min(body.length, MOST_TEXT), StandardCharsets.UTF_8).strip();
        if (start.isEmpty()) {
            return new ErrorBody("", "", "", "", Form.NOTHING);
        }
        if (start.charAt(0) == '<') {
            Matcher title = TITLE.matcher(start);
            return new ErrorBody(title.find() ? title.group(1).strip() : "", "", "", "", Form.WEB_PAGE);
        }
        if (body.length <= MOST_BYTES && (start.charAt(0) == '{' || start.charAt(0) == '[')) {
            try {
                return ofReply(JSON.readTree(new String(body, StandardCharsets.UTF_8)));
            } catch (JsonProcessingException e) {
                return new ErrorBody(start, "", "", "", Form.TEXT);
            }
        }
        return new ErrorBody(start, "", "", "", Form.TEXT);
    }

    /** Reads the value of an {@code error} member: an object, a text, or nothing. */
    static ErrorBody of(JsonNode error) {
        if (error.isTextual()) {
            return new ErrorBody(error.asText(), "", "", "", Form.JSON);
        }
        boolean empty = error.isMissingNode() || error.isNull() || error.isEmpty();
        return empty ? new ErrorBody("", "", "", "", Form.NOTHING) : ofObject(error);
    }

    private static ErrorBody ofReply(JsonNode reply) {
        JsonNode root = reply.isArray() ? reply.path(0) : reply;
        for (String name : new String[] {"error", "detail"}) {
            if (root.path(name).isObject()) {
                return ofObject(root.path(name));
            }
        }
        return root.path("errors").path(0).isObject()
                ? ofObject(root.path("errors").path(0))
                : ofObject(root);
    }

    private static ErrorBody ofObject(JsonNode error) {
        String code = text(error, "code");
        return new ErrorBody(
                firstText(error, "message", "error", "detail", "msg", "error_description"),
                NUMBER.matcher(code).matches() ? "" : code,
                firstText(error, "type", "error_type"),
                text(error, "param"),
                Form.JSON);
    }

    private static String firstText(JsonNode node, String... names) {
        for (String name : names) {
            String text = text(node, name);
            if (!text.isEmpty()) {
                return text;
            }
        }
        return "";
    }

    private static String text(JsonNode node, String name) {
        JsonNode value = node.path(name);
        return value.isContainerNode() ? value.toString() : value.asText("");
    }

    boolean isEmpty() {
        return form == Form.NOTHING;
    }

    boolean isWebPage() {
        return form == Form.WEB_PAGE;
    }

    /** Returns the code, else a type that tells something, else this word; at most 64 plain characters. */
    String codeOr(String otherwise) {
        String typeCode = type.equals("tokens") || type.equals("requests") ? "" : type;
        String found = code.isBlank() ? typeCode : code;
        String plain = found.replaceAll("[^A-Za-z0-9_.-]+", "_");
        return plain.isBlank() ? otherwise : plain.substring(0, Math.min(plain.length(), 64));
    }

    /** Returns the message fit for a log line, else this sentence. */
    String messageOr(String otherwise) {
        String clean = SafeText.of(message);
        return clean.isEmpty() ? otherwise : clean;
    }
}
