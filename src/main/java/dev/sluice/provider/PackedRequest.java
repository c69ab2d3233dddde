package dev.sluice.provider;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.prompt.Endpoint;
import dev.sluice.prompt.Prompt;
import java.io.IOException;
import java.util.List;

/**
 * The body of a request that asks several prompts in one conversation: the prompts as a JSON list with ids, and a strict
 * schema that asks for an object with one text for each id.
 */
final class PackedRequest {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    private static final List<String> OUTPUT_LIMITS =
            List.of("max_tokens", "max_completion_tokens", "max_output_tokens");
    private static final String TASK = """
            Below is a JSON list of prompts, each with an id. Answer each prompt by itself, as if it were the only one: \
            none of them knows of the others. Reply with one JSON object that has the id of each prompt as a name and \
            the whole answer to that prompt as its text.

            """;
    private static final int TOKENS_FOR_JSON = 16;
    private static final int TEXT_TOKENS_PER_ESCAPE = 8;

    private final List<Prompt> prompts;
    private final List<String> ids;
    private final Prompt first;

    PackedRequest(List<Prompt> prompts) {
        this.prompts = prompts;
        this.ids = PackedPrompts.ids(prompts);
        this.first = prompts.get(0);
    }

    /** Writes the body. */
    void write(JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeStringField("model", first.model());
        out.writeFieldName(first.endpoint().inputField());
        if (first.endpoint() == Endpoint.CHAT) {
            writeMessages(out);
        } else {
            out.writeString(task());
        }
        for (var parameter : parameters().properties()) {
            out.writeFieldName(parameter.getKey());
            out.writeTree(parameter.getValue());
        }
        out.writeEndObject();
    }

    /** Writes the messages that all prompts have in common, then the prompts as one message. */
    private void writeMessages(JsonGenerator out) throws IOException {
        JsonNode messages = first.input();
        out.writeStartArray();
        for (int i = 0; i < messages.size() - 1; i++) {
            out.writeTree(messages.get(i));
        }
        out.writeStartObject();
        out.writeStringField("role", "user");
        out.writeStringField("content", task());
        out.writeEndObject();
        out.writeEndArray();
    }

    private String task() throws JsonProcessingException {
        ArrayNode list = JSON.createArrayNode();
        for (int i = 0; i < ids.size(); i++) {
            list.addObject().put("id", ids.get(i)).put("prompt", PackedPrompts.text(prompts.get(i)));
        }
        return TASK + JSON.writeValueAsString(list);
    }

    private ObjectNode parameters() throws JsonProcessingException {
        ObjectNode parameters = (ObjectNode) JSON.readTree(first.parameters());
        OUTPUT_LIMITS.stream()
                .filter(name -> parameters.path(name).isIntegralNumber())
                .forEach(name ->
                        parameters.put(name, forAll(parameters.path(name).longValue())));
        ObjectNode format = JSON.createObjectNode().put("type", "json_schema");
        if (first.endpoint() == Endpoint.CHAT) {
            describe(format.putObject("json_schema"));
            return parameters.set("response_format", format);
        }
        describe(format);
        parameters.withObject("/text").set("format", format);
        return parameters;
    }

    /** Returns the tokens that the answers may have together, each of which may have so many, escaped and named in JSON. */
    private long forAll(long each) {
        long sum = (each + each / TEXT_TOKENS_PER_ESCAPE + TOKENS_FOR_JSON) * prompts.size() + TOKENS_FOR_JSON;
        return Math.min(sum, Integer.MAX_VALUE);
    }

    private void describe(ObjectNode format) {
        ObjectNode schema = format.put("name", "answers")
                .put("strict", true)
                .putObject("schema")
                .put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = schema.putArray("required");
        for (String id : ids) {
            properties.putObject(id).put("type", "string");
            required.add(id);
        }
        schema.put("additionalProperties", false);
    }
}
