package dev.sluice.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.prompt.Endpoint;
import dev.sluice.prompt.Prompt;
import java.util.List;
import java.util.stream.IntStream;

/** Several prompts in one conversation, for endpoints that take one conversation a request. */
final class PackedPrompts {
    private PackedPrompts() {}

    /** Returns whether the prompts of a request are packed, which they are as soon as there are two of them. */
    static boolean arePacked(List<Prompt> prompts) {
        return prompts.size() > 1
                && !prompts.get(0).endpoint().takesList()
                && prompts.stream().allMatch(Prompt::packable);
    }

    /**
     * Returns the ids that the answers are told apart by. They are the same in every request with as many prompts, so
     * that the provider, which prepares a schema at its first use, meets few different ones.
     */
    static List<String> ids(List<Prompt> prompts) {
        return IntStream.rangeClosed(1, prompts.size()).mapToObj(i -> "p" + i).toList();
    }

    /** Returns the text of a prompt: its last message, or all of its input where that is a text. */
    static String text(Prompt prompt) {
        JsonNode input = prompt.input();
        return prompt.endpoint() == Endpoint.CHAT
                ? input.path(input.size() - 1).path("content").asText()
                : input.asText();
    }

    /** Returns whether the messages before the text are the same. */
    static boolean haveSameSetting(Prompt one, Prompt other) {
        JsonNode input = one.input();
        JsonNode otherInput = other.input();
        return one.endpoint() != Endpoint.CHAT
                || (input.size() == otherInput.size()
                        && IntStream.range(0, input.size() - 1)
                                .allMatch(i -> input.get(i).equals(otherInput.get(i))));
    }
}
