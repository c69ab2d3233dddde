package dev.sluice.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.prompt.ParameterCache.Base;

/** A line in the form of OpenAI's Batch API: its body goes as it is, only a model that it lacks is the profile's. */
final class BatchLine {
    static final String ID = "custom_id";
    private static final int MAX_SHOWN_CHARS = 100;
    private final PromptBuilder builder;

    BatchLine(PromptBuilder builder) {
        this.builder = builder;
    }

    static boolean matches(ObjectNode fields) {
        return fields.path("body").isObject() || (fields.has(ID) && !fields.has(SimpleLine.ID));
    }

    Prompt prompt(long index, ObjectNode fields) {
        if (!fields.path("method").asText().equals("POST")) {
            throw new UnusableLineException("method must be POST");
        }
        Endpoint endpoint = endpoint(fields.path("url"));
        if (!(fields.get("body") instanceof ObjectNode body)) {
            throw new UnusableLineException("body must be an object");
        }
        String model = SimpleLine.takeModel(body, builder.profile());
        JsonNode input = body.remove(endpoint.inputField());
        if (input == null) {
            throw new UnusableLineException("body has no " + endpoint.inputField());
        }
        return builder.of(
                index,
                endpoint,
                model,
                PromptInput.of(endpoint, endpoint.inputField(), input),
                body,
                Base.NONE,
                builder.user(body.get(PromptBuilder.USER)));
    }

    private static Endpoint endpoint(JsonNode url) {
        return Endpoint.ofUrl(url.asText())
                .orElseThrow(
                        () -> new UnusableLineException("url is no endpoint that Sluice knows: url=" + shown(url)));
    }

    private static String shown(JsonNode url) {
        String text = url.isTextual() ? url.textValue() : url.toString();
        return text.length() > MAX_SHOWN_CHARS ? text.substring(0, MAX_SHOWN_CHARS) + "…" : text;
    }
}
