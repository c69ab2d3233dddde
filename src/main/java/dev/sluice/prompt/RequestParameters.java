package dev.sluice.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The body fields of a request other than model and input, and what follows from them.
 *
 * @param json a JSON object with sorted keys
 * @param choices how many choices are asked for
 * @param maxOutputTokens the stated limit of output tokens of one choice, or null
 * @param temperatureZero whether the temperature is 0, so that equal requests have equal answers
 * @param packable whether they hold for the answers of several prompts in one conversation as well as for one
 * @param counted the texts among them that are charged as prompt tokens: instructions, tools, the form of the answer
 */
record RequestParameters(
        String json,
        int choices,
        @Nullable Integer maxOutputTokens,
        boolean temperatureZero,
        boolean packable,
        List<String> counted) {
    private static final List<String> OUTPUT_LIMITS =
            List.of("max_completion_tokens", "max_output_tokens", "max_tokens");
    private static final Set<String> PACKABLE = Set.of(
            "frequency_penalty",
            "instructions",
            "max_completion_tokens",
            "max_output_tokens",
            "max_tokens",
            "metadata",
            "min_p",
            "n",
            "presence_penalty",
            "prompt_cache_key",
            "reasoning",
            "reasoning_effort",
            "repetition_penalty",
            "safety_identifier",
            "seed",
            "service_tier",
            "store",
            "temperature",
            "text",
            "top_k",
            "top_p",
            "user",
            "verbosity");
    private static final List<String> COUNTED =
            List.of("instructions", "tools", "functions", "response_format", "text");

    /** Overlays fields by others, later ones winning, for an endpoint; throws where a field can't be sent. */
    static RequestParameters overlaid(Endpoint endpoint, List<ObjectNode> layers) {
        Map<String, JsonNode> sorted = new TreeMap<>();
        layers.forEach(layer -> layer.properties().forEach(e -> sorted.put(e.getKey(), e.getValue())));
        sorted.remove("model");
        sorted.remove(endpoint.inputField());
        JsonNode stream = sorted.remove("stream");
        if (stream != null && !stream.isNull() && !(stream.isBoolean() && !stream.booleanValue())) {
            throw new UnusableLineException("stream is not supported");
        }
        ObjectNode object = Json.newObject();
        object.setAll(sorted);
        return new RequestParameters(
                Json.text(object),
                choices(endpoint, sorted.get("n")),
                maxOutputTokens(sorted),
                isZero(sorted.get("temperature")),
                isPackable(sorted),
                counted(sorted));
    }

    /** What is not known to leave the meaning of several prompts in one conversation alone forbids it. */
    private static boolean isPackable(Map<String, JsonNode> fields) {
        JsonNode text = fields.get("text");
        boolean ownForm = text != null && !(text.isObject() && !text.has("format"));
        return PACKABLE.containsAll(fields.keySet()) && !ownForm;
    }

    private static boolean isZero(@Nullable JsonNode number) {
        return number != null && number.isNumber() && number.decimalValue().signum() == 0;
    }

    private static int choices(Endpoint endpoint, @Nullable JsonNode n) {
        int most = endpoint.maxChoices();
        if (most == 1 || n == null || n.isNull()) {
            return 1;
        }
        if (!n.isIntegralNumber() || !n.canConvertToInt() || n.intValue() < 1 || n.intValue() > most) {
            throw new UnusableLineException("n must be a whole number from 1 to " + most);
        }
        return n.intValue();
    }

    private static @Nullable Integer maxOutputTokens(Map<String, JsonNode> fields) {
        for (String name : OUTPUT_LIMITS) {
            JsonNode limit = fields.get(name);
            if (limit != null && limit.isIntegralNumber() && limit.canConvertToInt() && limit.intValue() >= 0) {
                return limit.intValue();
            }
        }
        return null;
    }

    private static List<String> counted(Map<String, JsonNode> fields) {
        return COUNTED.stream()
                .filter(fields::containsKey)
                .map(fields::get)
                .map(value -> value.isTextual() ? value.textValue() : value.toString())
                .toList();
    }
}
