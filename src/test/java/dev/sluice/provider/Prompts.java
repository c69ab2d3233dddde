package dev.sluice.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.sluice.prompt.Endpoint;
import dev.sluice.prompt.Prompt;
import java.util.List;
import java.util.stream.IntStream;

/** Makes prompts for tests. */
final class Prompts {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Prompts() {}

    /** Returns prompts 0 to count - 1 that may share a request. */
    static List<Prompt> several(Endpoint endpoint, int count) {
        return several(endpoint, count, 1);
    }

    static List<Prompt> several(Endpoint endpoint, int count, int choices) {
        return IntStream.range(0, count)
                .mapToObj(i -> of(endpoint, i, TextNode.valueOf("prompt " + i), "{}", choices, 10 + i, false))
                .toList();
    }

    /** Returns one prompt with the index 0. */
    static Prompt one(Endpoint endpoint, String inputJson, String parameters) {
        return of(endpoint, 0, json(inputJson), parameters, 1, 5, false);
    }

    /** Returns one prompt whose input is a list. */
    static Prompt alone(Endpoint endpoint, String inputJson, int choices) {
        return of(endpoint, 0, json(inputJson), "{}", choices, 5, true);
    }

    static Prompt of(
            Endpoint endpoint,
            long index,
            JsonNode input,
            String parameters,
            int choices,
            int promptTokens,
            boolean alone) {
        return Prompt.of(1, index, "default", endpoint, "m", input)
                .withParameters(parameters)
                .withChoices(choices)
                .withTokens(promptTokens, null)
                .with(new Prompt.Sharing(alone, false, 1));
    }

    /** Returns prompts 0 to count - 1 that may be packed into one conversation. */
    static List<Prompt> packable(Endpoint endpoint, int count, String parameters) {
        return IntStream.range(0, count)
                .mapToObj(i -> Prompt.of(
                                1,
                                i,
                                "default",
                                endpoint,
                                "m",
                                endpoint == Endpoint.CHAT
                                        ? conversation("prompt " + i)
                                        : TextNode.valueOf("prompt " + i))
                        .withParameters(parameters)
                        .withTokens(10 + i, null)
                        .with(new Prompt.Sharing(false, false, count)))
                .toList();
    }

    static JsonNode conversation(String text) {
        return json(
                "[{\"role\":\"system\",\"content\":\"Be brief.\"},{\"role\":\"user\",\"content\":\"" + text + "\"}]");
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
