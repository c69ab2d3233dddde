package dev.sluice.job;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a simple answer line says, taken from the body of a reply: names with JSON texts, in order. The form of the
 * body decides, not the endpoint.
 *
 * <p>One choice gives {@code text} and {@code finish_reason}, several give {@code texts} and {@code finish_reasons};
 * likewise {@code embedding(s)} and {@code moderation(s)}. The text of an image is its URL, else its base64. A chat
 * message that holds more than text comes along as {@code message}, a response that does as {@code output}.
 * {@code packed} tells how many prompts shared a conversation.
 */
final class AnswerMembers {
    private static final String TEXT = "text";
    private static final String RULE = "\n\n---\n\n";

    private final Map<String, String> members = new LinkedHashMap<>();
    private boolean images;

    private AnswerMembers() {}

    /**
     * Takes the members from a reply.
     *
     * @param model the model that was asked, for replies that name none
     * @throws IOException when the body is no reply of a known endpoint
     */
    static AnswerMembers of(String body, @Nullable String model) throws IOException {
        Map<String, String> reply = RawJson.fields(RawJson.onOneLine(body));
        AnswerMembers answer = new AnswerMembers();
        if (isList(reply, "choices")) {
            answer.addChoices(sorted(reply.get("choices")));
        } else if (isList(reply, "data")) {
            answer.addData(sorted(reply.get("data")));
        } else if (isList(reply, "results")) {
            answer.addList("moderation", RawJson.items(reply.get("results")));
        } else if (isList(reply, "output")) {
            answer.addOutput(reply);
        } else {
            throw new IOException("the reply has no choices, data, results or output");
        }
        answer.addModel(reply.get("model"), model);
        answer.addPresent("usage", reply.get("usage"));
        answer.addPresent("packed", reply.get("packed"));
        return answer;
    }

    /** Returns the names with their JSON texts. */
    Map<String, String> asMap() {
        return members;
    }

    /** Returns the answer for a reader: the text, images one a line, else the JSON of what came instead of text. */
    String plainText() throws IOException {
        return images ? String.join("\n", texts()) : textOrJson();
    }

    /** Returns the text that answers a document: several choices with a rule between them, images one a line. */
    String document() throws IOException {
        return String.join(images ? "\n" : RULE, texts());
    }

    /** Returns the answer for a reader as {@link #plainText} does, several choices as in a document. */
    String wholeText() throws IOException {
        return members.containsKey("texts") ? document() : plainText();
    }

    private String textOrJson() throws IOException {
        String text = members.get(TEXT);
        if (text != null && RawJson.isString(text)) {
            return RawJson.string(text);
        }
        for (String instead : List.of("message", "output")) {
            String json = members.get(instead);
            if (text != null && json != null) {
                return json;
            }
        }
        return text == null ? members.values().iterator().next() : "";
    }

    private List<String> texts() throws IOException {
        if (members.containsKey(TEXT)) {
            return List.of(textOrJson());
        }
        List<String> texts = new ArrayList<>();
        for (String text : RawJson.items(members.get("texts"))) {
            texts.add(RawJson.isString(text) ? RawJson.string(text) : "");
        }
        return texts;
    }

    private void addChoices(List<Map<String, String>> choices) throws IOException {
        List<String> texts = new ArrayList<>();
        List<String> messages = new ArrayList<>();
        boolean moreThanText = false;
        for (Map<String, String> choice : choices) {
            String message = choice.get("message");
            Map<String, String> said = message == null ? choice : RawJson.fields(message);
            texts.add(said.getOrDefault(message == null ? TEXT : "content", RawJson.NULL));
            messages.add(message == null ? RawJson.NULL : message);
            moreThanText |= message != null && isMoreThanText(said);
        }
        addList(TEXT, texts);
        if (moreThanText) {
            addList("message", messages);
        }
        addList(
                "finish_reason",
                choices.stream()
                        .map(choice -> choice.getOrDefault("finish_reason", RawJson.NULL))
                        .toList());
    }

    private static boolean isMoreThanText(Map<String, String> message) {
        return !RawJson.isString(message.getOrDefault("content", RawJson.NULL))
                || isSet(message.get("tool_calls"))
                || isSet(message.get("function_call"))
                || isSet(message.get("refusal"));
    }

    private static boolean isSet(@Nullable String json) {
        return json != null && !json.equals(RawJson.NULL) && !json.equals("[]");
    }

    private void addData(List<Map<String, String>> items) throws IOException {
        images = ImageOutput.isOf(items);
        if (!images) {
            addList(
                    "embedding",
                    items.stream()
                            .map(item -> item.getOrDefault("embedding", RawJson.NULL))
                            .toList());
            return;
        }
        ImageOutput output = ImageOutput.of(items);
        addList(TEXT, output.images());
        if (!output.revisedPrompts().isEmpty()) {
            addList("revised_prompt", output.revisedPrompts());
        }
    }

    private void addOutput(Map<String, String> reply) throws IOException {
        ResponseOutput output = ResponseOutput.of(reply);
        members.put(TEXT, output.text());
        if (output.moreThanText()) {
            addPresent("output", reply.get("output"));
        }
        members.put("finish_reason", output.finishReason());
    }

    private void addModel(@Nullable String named, @Nullable String asked) {
        if (isSet(named)) {
            addPresent("model", named);
        } else if (asked != null) {
            members.put(
                    "model", RawJson.appendString(new StringBuilder(), asked).toString());
        }
    }

    private void addList(String name, List<String> values) throws IOException {
        if (values.isEmpty()) {
            throw new IOException("the reply holds no " + name);
        }
        if (values.size() == 1) {
            members.put(name, values.get(0));
        } else {
            members.put(name + "s", values.stream().collect(Collectors.joining(",", "[", "]")));
        }
    }

    private void addPresent(String name, @Nullable String json) {
        if (json != null) {
            members.put(name, json);
        }
    }

    private static boolean isList(Map<String, String> reply, String name) {
        return reply.getOrDefault(name, "").startsWith("[");
    }

    /** Returns a list's objects by their {@code index}, those without one in their place. */
    private static List<Map<String, String>> sorted(@Nullable String list) throws IOException {
        List<Map<String, String>> items = new ArrayList<>();
        for (String item : RawJson.items(list)) {
            items.add(RawJson.fields(item));
        }
        items.sort(Comparator.comparingInt(AnswerMembers::indexOf));
        return items;
    }

    private static int indexOf(Map<String, String> item) {
        String index = item.getOrDefault("index", "0");
        return index.matches("\\d{1,9}") ? Integer.parseInt(index) : 0;
    }
}
