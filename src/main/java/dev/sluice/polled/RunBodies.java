package dev.sluice.polled;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.prompt.Profile;
import dev.sluice.prompt.Prompt;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The bodies of the requests that start a prompt. Stateless. */
public final class RunBodies {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> OF_A_MESSAGE = Set.of("user", "assistant");

    private RunBodies() {}

    /** Returns a prompt with the parameters that have it answered in the background and kept until it is fetched. */
    public static Prompt inBackground(Prompt prompt) {
        ObjectNode parameters = parameters(prompt);
        parameters.remove("stream");
        parameters.put("background", true).put("store", true);
        return prompt.withParameters(parameters.toString()).with(Prompt.Sharing.NOTHING);
    }

    /** Returns the text of a prompt, as it goes into a file: its own where it is one, else the JSON of its messages. */
    public static byte[] text(Prompt prompt) {
        JsonNode input = prompt.input();
        return (input.isTextual() ? input.asText() : input.toString()).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Returns the body of the request that makes the thread of a prompt.
     *
     * @param file the file that holds the prompt, or null where the thread itself does
     */
    public static ObjectNode thread(Prompt prompt, @Nullable String file) {
        ObjectNode thread = JSON.createObjectNode();
        ArrayNode messages = thread.putArray("messages");
        if (file != null) {
            ObjectNode message =
                    messages.addObject().put("role", "user").put("content", "The prompt is the attached file.");
            message.putArray("attachments")
                    .addObject()
                    .put("file_id", file)
                    .putArray("tools")
                    .addObject()
                    .put("type", "file_search");
        } else if (prompt.input().isArray()) {
            prompt.input().forEach(item -> {
                if (OF_A_MESSAGE.contains(item.path("role").asText())) {
                    messages.addObject()
                            .put("role", item.path("role").asText())
                            .set("content", content(item.path("content")));
                }
            });
        } else {
            messages.addObject().put("role", "user").set("content", prompt.input());
        }
        return thread;
    }

    /** Responses and threads differ in the name of a part that is text. */
    private static JsonNode content(JsonNode content) {
        if (!content.isArray()) {
            return content;
        }
        ArrayNode parts = JSON.createArrayNode();
        content.forEach(part -> {
            boolean text = part.path("type").asText().endsWith("_text");
            parts.add(text ? ((ObjectNode) part.deepCopy()).put("type", "text") : part);
        });
        return parts;
    }

    /** Returns the body of the request that starts an assistant's run; what the assistant has of its profile stays with it. */
    public static ObjectNode run(Prompt prompt, Profile profile, String assistant) {
        ObjectNode body = parameters(prompt);
        for (String unknown : new String[] {"stream", "background", "store"}) {
            body.remove(unknown);
        }
        JsonNode most = body.remove("max_output_tokens");
        if (most != null) {
            body.set("max_completion_tokens", most);
        }
        JsonNode effort = body.remove("reasoning");
        if (effort != null && effort.has("effort")) {
            body.set("reasoning_effort", effort.get("effort"));
        }
        JsonNode text = body.remove("text");
        if (text != null && text.path("format").isObject()) {
            body.set("response_format", format((ObjectNode) text.get("format")));
        }
        if (body.path("instructions").asText().equals(profile.system())
                && profile.runs().assistant() == null) {
            body.remove("instructions");
        }
        StringBuilder system = new StringBuilder();
        if (prompt.input().isArray()) {
            prompt.input().forEach(item -> {
                if (Set.of("system", "developer").contains(item.path("role").asText())) {
                    system.append(system.isEmpty() ? "" : "\n\n")
                            .append(
                                    item.path("content").isTextual()
                                            ? item.path("content").asText()
                                            : item.path("content")
                                                    .findPath("text")
                                                    .asText());
                }
            });
        }
        if (!system.isEmpty()) {
            body.put("instructions", system.toString());
        }
        body.put("assistant_id", assistant);
        if (!prompt.model().equals(profile.model())) {
            body.put("model", prompt.model());
        }
        return body;
    }

    /** Responses have the name of a schema beside it, runs within. */
    private static ObjectNode format(ObjectNode ofResponse) {
        ObjectNode format = JSON.createObjectNode();
        String type = ofResponse.path("type").asText();
        format.put("type", type);
        if (type.equals("json_schema")) {
            ObjectNode schema = ofResponse.deepCopy();
            schema.remove("type");
            format.set("json_schema", schema);
        }
        return format;
    }

    private static ObjectNode parameters(Prompt prompt) {
        try {
            return (ObjectNode) JSON.readTree(prompt.parameters());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the parameters of a prompt are no JSON object", e);
        }
    }
}
