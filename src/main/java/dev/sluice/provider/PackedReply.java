package dev.sluice.provider;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.prompt.Endpoint;
import dev.sluice.prompt.Prompt;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Unpacks the reply to several prompts in one conversation: either each prompt has exactly one answer, by its id, or none
 * is taken for answered. Serves one reply.
 */
final class PackedReply {
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    private static final JsonFactory STRICT = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private final List<Prompt> prompts;
    private final Endpoint endpoint;
    private final JsonNode reply;

    private PackedReply(List<Prompt> prompts, JsonNode reply) {
        this.prompts = prompts;
        this.endpoint = prompts.get(0).endpoint();
        this.reply = reply;
    }

    /**
     * Returns all prompts as answered or all as unanswered, with the code {@code unpacked}.
     *
     * @throws IOException when the reply itself, not the answer in it, is no JSON object
     */
    static MatchedReply match(List<Prompt> prompts, byte[] bytes) throws IOException {
        JsonNode reply = JSON.readTree(new JsonBytes(bytes.length).append(bytes).toString());
        if (!reply.isObject()) {
            throw new JsonParseException(null, "not a JSON object");
        }
        return new PackedReply(prompts, reply).match();
    }

    private MatchedReply match() {
        Optional<List<String>> answers = answer().flatMap(this::unpack);
        UsageShares shares = UsageShares.of(
                prompts,
                usage(),
                answers.map(texts -> texts.stream().mapToLong(String::length).toArray())
                        .orElse(new long[prompts.size()]));
        return answers.map(texts -> answered(texts, shares)).orElseGet(() -> unanswered(shares));
    }

    /** Returns the text that answers the whole conversation, or empty where it isn't one text and nothing else. */
    private Optional<String> answer() {
        JsonNode error = reply.path("error");
        if (!error.isMissingNode() && !error.isNull()) {
            return Optional.empty();
        }
        return endpoint == Endpoint.CHAT ? chatAnswer() : responseAnswer();
    }

    private Optional<String> chatAnswer() {
        JsonNode choices = reply.path("choices");
        JsonNode message = choices.path(0).path("message");
        boolean one = choices.size() == 1 && message.path("refusal").asText("").isEmpty();
        return one ? Optional.ofNullable(message.path("content").textValue()) : Optional.empty();
    }

    private Optional<String> responseAnswer() {
        List<JsonNode> parts = new ArrayList<>();
        for (JsonNode item : reply.path("output")) {
            if (item.path("type").asText().equals("message")) {
                item.path("content").forEach(parts::add);
            }
        }
        boolean oneText =
                parts.size() == 1 && parts.get(0).path("type").asText().equals("output_text");
        return oneText ? Optional.ofNullable(parts.get(0).path("text").textValue()) : Optional.empty();
    }

    /** Returns the answers in the order of the prompts, or empty where the ids are not exactly theirs. */
    private Optional<List<String>> unpack(String json) {
        List<String> ids = PackedPrompts.ids(prompts);
        try {
            Map<String, String> byId = texts(json);
            boolean exact = byId.size() == ids.size() && ids.stream().allMatch(byId::containsKey);
            return exact ? Optional.of(ids.stream().map(byId::get).toList()) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Reads an object of texts; one that repeats a name, holds something else or nothing below a name is refused. */
    private static Map<String, String> texts(String json) throws IOException {
        try (JsonParser parser = STRICT.createParser(json)) {
            require(parser.nextToken() == JsonToken.START_OBJECT, "no object");
            Map<String, String> texts = new HashMap<>();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String id = parser.currentName();
                require(parser.nextToken() == JsonToken.VALUE_STRING, "no text");
                String text = parser.getText();
                require(!text.isBlank(), "empty text");
                require(texts.put(id, text) == null, "repeated id");
            }
            require(parser.currentToken() == JsonToken.END_OBJECT && parser.nextToken() == null, "no end");
            return texts;
        }
    }

    private static void require(boolean fits, String problem) throws IOException {
        if (!fits) {
            throw new JsonParseException(null, problem);
        }
    }

    private MatchedReply answered(List<String> texts, UsageShares shares) {
        PackedAnswer answer = new PackedAnswer(reply, endpoint, prompts.size());
        List<PromptAnswer> answered = new ArrayList<>(prompts.size());
        for (int i = 0; i < prompts.size(); i++) {
            answered.add(new PromptAnswer(prompts.get(i), answer.body(texts.get(i), shares.get(i)), shares.get(i)));
        }
        return new MatchedReply(answered, List.of(), shares.whole(), 0, Usage.tierOf(reply));
    }

    private MatchedReply unanswered(UsageShares shares) {
        List<Unanswered> unanswered = new ArrayList<>(prompts.size());
        for (int i = 0; i < prompts.size(); i++) {
            unanswered.add(new Unanswered(
                    prompts.get(i),
                    "unpacked",
                    "the reply is not exactly one answer for each of the packed prompts",
                    shares.get(i)));
        }
        return new MatchedReply(List.of(), unanswered, shares.whole(), 0, Usage.tierOf(reply));
    }

    private @Nullable JsonNode usage() {
        return reply.path("usage").isObject() ? reply.path("usage") : null;
    }
}
