package dev.sluice.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.random.RandomGenerator;

/** {@code POST /embeddings}: several inputs, shuffled, with an index; vectors as {@link SimulatedAnswers} says. */
final class EmbeddingsOperation implements Operation {
    private static final int MAX_TOKENS_OF_ITEM = 8_192;
    private static final int MAX_TOKENS_OF_REQUEST = 300_000;
    private static final int MAX_DIMENSIONS = 4_096;

    @Override
    public Work read(Call call) {
        ObjectNode body = call.body();
        String model = call.model(body);
        InputList inputs = InputList.read(body.path("input"), "input", call);
        int usual = call.options().embeddingDimensions();
        int dimensions = Call.integer(body, "dimensions", usual, 1, Math.max(usual, MAX_DIMENSIONS));
        boolean base64 = isBase64(body);
        checkLengths(inputs);
        return new Work(
                model, inputs.texts(), inputs.tokens(), 0, draws -> answer(model, inputs, dimensions, base64, draws));
    }

    private static boolean isBase64(ObjectNode body) {
        return switch (body.path("encoding_format").asText("float")) {
            case "base64" -> true;
            case "float", "null" -> false;
            default ->
                throw ApiError.badRequest(
                        "invalid_value",
                        "encoding_format",
                        "Invalid value for 'encoding_format'. Supported values are: 'float' and 'base64'.");
        };
    }

    private static void checkLengths(InputList inputs) {
        for (InputList.Item item : inputs.items()) {
            if (item.tokens() > MAX_TOKENS_OF_ITEM) {
                throw ApiError.badRequest(
                        "context_length_exceeded",
                        "input",
                        "This model's maximum context length is " + MAX_TOKENS_OF_ITEM
                                + " tokens, however you requested " + item.tokens()
                                + " tokens. Please reduce your prompt.");
            }
        }
        if (inputs.tokens() > MAX_TOKENS_OF_REQUEST) {
            throw ApiError.badRequest(
                    "max_tokens_per_request",
                    "input",
                    "Requested " + inputs.tokens() + " tokens, max " + MAX_TOKENS_OF_REQUEST + " tokens per request");
        }
    }

    private static ObjectNode answer(
            String model, InputList inputs, int dimensions, boolean base64, RandomGenerator draws) {
        List<ObjectNode> items = new ArrayList<>();
        for (InputList.Item input : inputs.items()) {
            float[] vector = SimulatedAnswers.embedding(input.text(), dimensions);
            ObjectNode item = Json.object().put("object", "embedding").put("index", items.size());
            if (base64) {
                item.put("embedding", base64(vector));
            } else {
                item.putRawValue("embedding", new RawValue(array(vector)));
            }
            items.add(item);
        }
        ObjectNode root = Json.object().put("object", "list");
        Shuffled.addTo(root.putArray("data"), items, draws);
        root.put("model", model);
        Usage.putInputOnly(root, inputs.tokens());
        return root;
    }

    private static String array(float[] vector) {
        StringBuilder text = new StringBuilder(vector.length * 13).append('[');
        for (int i = 0; i < vector.length; i++) {
            text.append(i == 0 ? "" : ",").append(vector[i]);
        }
        return text.append(']').toString();
    }

    /** Returns 32-bit floats in little-endian order as base64. */
    private static String base64(float[] vector) {
        ByteBuffer bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(vector);
        return Base64.getEncoder().encodeToString(bytes.array());
    }
}
