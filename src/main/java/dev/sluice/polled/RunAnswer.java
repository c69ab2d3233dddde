package dev.sluice.polled;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.prompt.Endpoint;
import dev.sluice.prompt.Prompt;
import dev.sluice.provider.MatchedReply;
import dev.sluice.provider.ReplyMatcher;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Makes of what a run has brought the answer to its prompt. Stateless. */
public final class RunAnswer {
    private RunAnswer() {}

    /** Returns what a response, or an assistant's messages in its form, say to the prompt of a run. */
    public static MatchedReply of(Run run, JsonNode response) {
        Run.Content content = run.content();
        JsonNode nothing = JsonNodeFactory.instance.textNode("");
        Prompt prompt =
                Prompt.of(run.job(), content.index(), content.profile(), Endpoint.RESPONSES, content.model(), nothing);
        return ReplyMatcher.match(List.of(prompt), response);
    }

    /**
     * Returns the messages of an assistant's run in the form of a response, so that it is read like any other answer.
     *
     * @param run the run as the provider describes it
     * @param messages the list of its messages
     */
    public static ObjectNode asResponse(JsonNode run, JsonNode messages) {
        ObjectNode response = JsonNodeFactory.instance.objectNode();
        for (String name :
                List.of("id", "object", "created_at", "completed_at", "status", "incomplete_details", "model")) {
            if (run.hasNonNull(name)) {
                response.set(name, run.get(name));
            }
        }
        ArrayNode output = response.putArray("output");
        List<JsonNode> oldestFirst = new ArrayList<>();
        messages.path("data").forEach(oldestFirst::add);
        oldestFirst.sort(
                Comparator.comparingLong(message -> message.path("created_at").asLong()));
        for (JsonNode message : oldestFirst) {
            String of = message.path("run_id").asText(run.path("id").asText());
            if (message.path("role").asText().equals("assistant")
                    && of.equals(run.path("id").asText())) {
                ObjectNode item = output.addObject();
                item.put("type", "message").put("role", "assistant");
                item.put("id", message.path("id").asText());
                message.path("content")
                        .forEach(part -> item.withArray("content").add(content(part)));
            }
        }
        if (run.path("usage").isObject()) {
            response.set("usage", run.get("usage"));
        }
        return response;
    }

    private static JsonNode content(JsonNode part) {
        if (!part.path("type").asText().equals("text")) {
            return part;
        }
        JsonNode text = part.path("text");
        ObjectNode content = JsonNodeFactory.instance.objectNode();
        content.put("type", "output_text")
                .put(
                        "text",
                        text.isTextual() ? text.asText() : text.path("value").asText());
        if (!text.path("annotations").isEmpty()) {
            content.set("annotations", text.get("annotations"));
        }
        return content;
    }
}
