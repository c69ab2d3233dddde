package dev.sluice.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * {@code POST /images/generations}: one prompt, {@code n} images, without an index. An image is its URL; as base64 it is
 * the URL's text. As with the real ones, models of the family {@code gpt-image} send base64 only and count tokens, the
 * others count none, and {@code dall-e-3} tells how it has revised the prompt.
 */
final class ImagesOperation implements Operation {
    private static final int MOST_IMAGES = 10;
    private static final int TOKENS_OF_IMAGE = 272;

    @Override
    public Work read(Call call) {
        ObjectNode body = call.body();
        String model = call.model(body);
        String prompt = prompt(body.path("prompt"));
        int images = Call.integer(body, "n", 1, 1, MOST_IMAGES);
        boolean counted = model.startsWith("gpt-image");
        boolean base64 = counted || isBase64(body.path("response_format"));
        int promptTokens = counted ? call.tokens(prompt) : 0;
        return new Work(model, List.of(prompt), promptTokens, 0, images, draws -> {
            ObjectNode root = answer(call, model, prompt, images, base64);
            if (counted) {
                Usage.putOfImages(root, promptTokens, (long) TOKENS_OF_IMAGE * images);
            }
            return root;
        });
    }

    private static String prompt(JsonNode node) {
        if (node.isMissingNode() || node.isNull()) {
            throw ApiError.missing("prompt");
        }
        if (!node.isTextual()) {
            throw ApiError.wrongType("prompt", "a string");
        }
        if (node.textValue().isEmpty()) {
            throw ApiError.badRequest("empty_string", "prompt", "Invalid 'prompt': input cannot be an empty string.");
        }
        return node.textValue();
    }

    private static boolean isBase64(JsonNode format) {
        String name = format.asText("url");
        if (!name.equals("url") && !name.equals("b64_json")) {
            throw ApiError.badRequest(
                    "invalid_value", "response_format", "Invalid value. Supported values are: 'url' and 'b64_json'.");
        }
        return name.equals("b64_json");
    }

    private static ObjectNode answer(Call call, String model, String prompt, int images, boolean base64) {
        ObjectNode root = Json.object().put("created", call.createdSeconds());
        ArrayNode data = root.putArray("data");
        for (int i = 0; i < images; i++) {
            String url = SimulatedAnswers.imageUrl(prompt, i);
            ObjectNode image = data.addObject();
            if (model.equals("dall-e-3")) {
                image.put("revised_prompt", SimulatedAnswers.echo(prompt, i));
            }
            if (base64) {
                image.put("b64_json", Base64.getEncoder().encodeToString(url.getBytes(StandardCharsets.UTF_8)));
            } else {
                image.put("url", url);
            }
        }
        return root;
    }
}
