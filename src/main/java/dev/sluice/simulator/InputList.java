package dev.sluice.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * The prompts or inputs of one request: a text, several texts, one tokenised text or several of them.
 *
 * @param items the inputs in order, at least one
 */
record InputList(List<Item> items) {

    /** One input: its text, for tokens their list such as {@code [1,2,3]}, and its length in tokens. */
    record Item(String text, int tokens) {}

    /**
     * Reads the field of a request.
     *
     * @throws ApiError when it is absent, empty, too long or of another shape
     */
    static InputList read(JsonNode node, String param, Call call) {
        if (node.isMissingNode() || node.isNull()) {
            throw ApiError.missing(param);
        }
        if (node.isTextual()) {
            return new InputList(List.of(text(node, param, call)));
        }
        if (!node.isArray()) {
            throw ApiError.wrongType(param, "a string or an array");
        }
        if (node.isEmpty()) {
            throw emptyArray(param);
        }
        return node.get(0).isIntegralNumber()
                ? new InputList(List.of(tokens(node, param)))
                : new InputList(list(node, param, call));
    }

    List<String> texts() {
        return items.stream().map(Item::text).toList();
    }

    long tokens() {
        return items.stream().mapToLong(Item::tokens).sum();
    }

    private static List<Item> list(JsonNode array, String param, Call call) {
        int max = call.options().maxList();
        if (array.size() > max) {
            throw ApiError.badRequest(
                    "array_above_max_length",
                    param,
                    "Invalid '" + param + "': array too long. Expected an array with maximum length " + max
                            + ", but got an array with length " + array.size() + " instead.");
        }
        List<Item> items = new ArrayList<>(array.size());
        boolean texts = array.get(0).isTextual();
        for (int i = 0; i < array.size(); i++) {
            String place = param + "[" + i + "]";
            items.add(texts ? text(array.get(i), place, call) : tokens(array.get(i), place));
        }
        return items;
    }

    private static Item text(JsonNode node, String param, Call call) {
        if (!node.isTextual()) {
            throw ApiError.wrongType(param, "a string");
        }
        String text = node.textValue();
        if (text.isEmpty()) {
            throw ApiError.badRequest(
                    "empty_string", param, "Invalid '" + param + "': input cannot be an empty string.");
        }
        return new Item(text, call.tokens(text));
    }

    private static Item tokens(JsonNode array, String param) {
        if (!array.isArray()) {
            throw ApiError.wrongType(param, "an array of tokens");
        }
        if (array.isEmpty()) {
            throw emptyArray(param);
        }
        for (JsonNode token : array) {
            if (!token.isIntegralNumber()) {
                throw ApiError.wrongType(param, "an array of tokens");
            }
        }
        return new Item(array.toString(), array.size());
    }

    private static ApiError emptyArray(String param) {
        return ApiError.badRequest(
                "empty_array",
                param,
                "Invalid '" + param + "': empty array. Expected an array with minimum length 1, but got an empty array"
                        + " instead.");
    }
}
