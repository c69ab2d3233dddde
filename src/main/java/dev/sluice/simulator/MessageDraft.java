package dev.sluice.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A message as it was written.
 *
 * @param role {@code user} or {@code assistant}
 * @param text its text
 * @param files the files that are attached
 * @param attachments how they are attached
 * @param metadata what the writer noted
 */
record MessageDraft(String role, String text, List<StoredFile> files, JsonNode attachments, JsonNode metadata) {

    /** Returns a message of an assistant. */
    static MessageDraft ofAssistant(String text) {
        return new MessageDraft("assistant", text, List.of(), Json.object().arrayNode(), Json.object());
    }

    /**
     * Reads a message.
     *
     * @param param how errors call it, empty or ending in a dot
     * @throws ApiError with 400 where it is wrong in itself, or names a file that isn't there for assistants
     */
    static MessageDraft read(JsonNode body, String param, FileStore files, long nowSeconds) {
        String role = Fields.text(body, "role");
        if (!role.equals("user") && !role.equals("assistant")) {
            throw ApiError.badRequest(
                    "invalid_value",
                    param + "role",
                    "Invalid value: '" + role + "'. Supported values are: 'user' and 'assistant'.");
        }
        String text = text(body.path("content"), param + "content");
        ArrayNode attachments = Json.object().arrayNode();
        List<StoredFile> attached = new ArrayList<>();
        for (JsonNode attachment : body.path("attachments")) {
            String place = param + "attachments[" + attached.size() + "].file_id";
            attached.add(file(Fields.text(attachment, "file_id"), place, files, nowSeconds));
            attachments.add(attachment);
        }
        return new MessageDraft(role, text, List.copyOf(attached), attachments, Fields.metadataOrEmpty(body));
    }

    /** Reads several messages of a body, none where the field is absent. */
    static List<MessageDraft> readAll(JsonNode list, String param, FileStore files, long nowSeconds) {
        if (!list.isMissingNode() && !list.isNull() && !list.isArray()) {
            throw ApiError.wrongType(param, "an array of objects");
        }
        List<MessageDraft> drafts = new ArrayList<>();
        for (JsonNode message : list) {
            drafts.add(read(message, param + "[" + drafts.size() + "].", files, nowSeconds));
        }
        return drafts;
    }

    /** Returns the text and those of the attached files, on lines of their own: what is answered. */
    String question() {
        StringBuilder question = new StringBuilder(text);
        files.forEach(file -> question.append('\n').append(AttachedText.of(file)));
        return question.toString();
    }

    private static StoredFile file(String id, String param, FileStore files, long nowSeconds) {
        StoredFile file;
        try {
            file = files.get(id, nowSeconds);
        } catch (ApiError notFound) {
            throw ApiError.badRequest("invalid_value", param, notFound.words());
        }
        if (!file.purpose().equals("assistants")) {
            throw ApiError.badRequest(
                    "invalid_value", param, "The purpose of an attached file must be 'assistants': " + id);
        }
        return file;
    }

    private static String text(JsonNode content, String param) {
        if (content.isMissingNode() || content.isNull()) {
            throw ApiError.missing(param);
        }
        if (!content.isTextual() && !content.isArray()) {
            throw ApiError.wrongType(param, "a string or an array of objects");
        }
        StringBuilder text = new StringBuilder(content.asText(""));
        for (JsonNode part : content) {
            text.append(text.isEmpty() ? "" : "\n").append(part.path("text").asText(""));
        }
        if (text.toString().isBlank()) {
            throw ApiError.badRequest(null, param, "Message content must be non-empty.");
        }
        return text.toString();
    }
}
