package dev.sluice.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;

/**
 * The checked value of an endpoint's input field.
 *
 * @param value the text, the list of messages, the token numbers or the list of several inputs
 * @param alone whether it is a list or an object of its own, so that it can't be put into a list with others
 */
record PromptInput(JsonNode value, boolean alone) {

    /** Checks what a line gives as a field's value; throws where the endpoint can't take it. */
    static PromptInput of(Endpoint endpoint, String field, JsonNode value) {
        if (value.isTextual()) {
            requireText(field, value);
            if (endpoint == Endpoint.CHAT) {
                throw new UnusableLineException(field + " must be a list of messages");
            }
            return new PromptInput(value, false);
        }
        if (!(value instanceof ArrayNode list)) {
            return single(endpoint, field, value);
        }
        if (list.isEmpty()) {
            throw new UnusableLineException(field + " is empty");
        }
        return switch (endpoint) {
            case CHAT, RESPONSES -> new PromptInput(objects(field, list), false);
            case COMPLETIONS, EMBEDDINGS -> severalOrTokens(field, list);
            case IMAGES -> throw new UnusableLineException(field + " must be a text");
            case MODERATIONS ->
                list.get(0).isObject() ? new PromptInput(objects(field, list), true) : severalOrTokens(field, list);
        };
    }

    private static PromptInput single(Endpoint endpoint, String field, JsonNode value) {
        if (endpoint == Endpoint.MODERATIONS && value.isObject()) {
            return new PromptInput(value, true);
        }
        throw new UnusableLineException(
                field + (endpoint == Endpoint.IMAGES ? " must be a text" : " must be a text or a list"));
    }

    private static ArrayNode objects(String field, ArrayNode list) {
        for (int i = 0; i < list.size(); i++) {
            if (!list.get(i).isObject()) {
                throw new UnusableLineException(field + "[" + i + "] is not an object");
            }
        }
        return list;
    }

    private static PromptInput severalOrTokens(String field, ArrayNode list) {
        JsonNode first = list.get(0);
        for (int i = 0; i < list.size(); i++) {
            JsonNode item = list.get(i);
            if (item.getNodeType() != first.getNodeType()) {
                throw new UnusableLineException(field + " mixes texts, numbers and lists");
            }
            requireItem(field + "[" + i + "]", item);
        }
        boolean oneText = list.size() == 1 && first.isTextual();
        return new PromptInput(oneText ? first : list, !oneText);
    }

    private static void requireItem(String place, JsonNode item) {
        if (item.isTextual()) {
            requireText(place, item);
        } else if (item.isArray()) {
            if (item.isEmpty()) {
                throw new UnusableLineException(place + " is empty");
            }
            item.forEach(token -> requireToken(place, token));
        } else {
            requireToken(place, item);
        }
    }

    private static void requireToken(String place, JsonNode token) {
        if (!token.isIntegralNumber() || !token.canConvertToInt() || token.intValue() < 0) {
            throw new UnusableLineException(place + " must be a text or token numbers");
        }
    }

    private static void requireText(String place, JsonNode text) {
        if (text.textValue().isBlank()) {
            throw new UnusableLineException(place + " is empty");
        }
    }
}
