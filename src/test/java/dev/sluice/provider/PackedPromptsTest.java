package dev.sluice.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.prompt.Endpoint;
import dev.sluice.prompt.Prompt;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PackedPromptsTest {
    private static final List<Prompt> TWO = Prompts.packable(Endpoint.CHAT, 2, "{}");
    private static final String ANSWERS = "{\"p2\":\"two\",\"p1\":\"one \\\"1\\\"\"}";

    @Test
    void chat_asksForOneTextAnIdByAStrictSchema() {
        JsonNode body = request(Prompts.packable(Endpoint.CHAT, 2, "{\"max_tokens\":80,\"temperature\":0.20}"));

        assertThat(body.path("messages")).hasSize(2);
        assertThat(body.at("/messages/0"))
                .isEqualTo(Prompts.conversation("prompt 0").path(0));
        assertThat(body.at("/messages/1/role").asText()).isEqualTo("user");
        assertThat(body.at("/messages/1/content").asText())
                .startsWith("Below is a JSON list of prompts, each with an id. Answer each prompt by itself")
                .endsWith(".\n\n[{\"id\":\"p1\",\"prompt\":\"prompt 0\"},{\"id\":\"p2\",\"prompt\":\"prompt 1\"}]");
        assertThat(body.path("response_format")).isEqualTo(Prompts.json("""
                        {"type":"json_schema","json_schema":{"name":"answers","strict":true,"schema":{"type":"object",
                         "properties":{"p1":{"type":"string"},"p2":{"type":"string"}},
                         "required":["p1","p2"],"additionalProperties":false}}}"""));
        assertThat(body.path("max_tokens").asInt()).isEqualTo(2 * (80 + 10 + 16) + 16);
        assertThat(body.path("temperature").decimalValue()).isEqualByComparingTo("0.2");
    }

    @Test
    void responses_asksInTextFormat() {
        JsonNode body = request(Prompts.packable(
                Endpoint.RESPONSES,
                3,
                "{\"instructions\":\"Be brief.\",\"max_output_tokens\":1000000000,\"text\":{\"verbosity\":\"low\"}}"));

        assertThat(body.path("input").asText()).endsWith("{\"id\":\"p3\",\"prompt\":\"prompt 2\"}]");
        assertThat(body.path("instructions").asText()).isEqualTo("Be brief.");
        assertThat(body.path("max_output_tokens").longValue()).isEqualTo(Integer.MAX_VALUE);
        assertThat(body.at("/text/verbosity").asText()).isEqualTo("low");
        assertThat(body.at("/text/format/type").asText()).isEqualTo("json_schema");
        assertThat(body.at("/text/format/name").asText()).isEqualTo("answers");
        assertThat(body.at("/text/format/strict").asBoolean()).isTrue();
        assertThat(body.at("/text/format/schema/required")).hasSize(3);
    }

    @Test
    void single_isSentAsOrdinaryPrompt() {
        assertThat(request(TWO.subList(0, 1)))
                .isEqualTo(Prompts.json("{\"model\":\"m\",\"messages\":" + Prompts.conversation("prompt 0") + "}"));
    }

    @Test
    void prompts_withOtherSystemPrompts_areRefused() {
        Prompt other = Prompt.of(
                        1, 9, "default", Endpoint.CHAT, "m", Prompts.json("[{\"role\":\"user\",\"content\":\"x\"}]"))
                .with(new Prompt.Sharing(false, false, 2));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> request(List.of(TWO.get(0), other)))
                .withMessage("the prompt can't share this request: job=1 index=9");
    }

    @Test
    void reply_exact_givesEachPromptItsAnswerAndShare() {
        MatchedReply reply = match(TWO, chat(ANSWERS, "stop"));

        assertThat(reply.unanswered()).isEmpty();
        assertThat(reply.answered()).extracting(PromptAnswer::prompt).containsExactlyElementsOf(TWO);
        PromptAnswer first = reply.answered().get(0);
        PromptAnswer second = reply.answered().get(1);
        assertThat(Prompts.json(first.bodyJson())).isEqualTo(Prompts.json("""
                        {"id":"chatcmpl-1","object":"chat.completion","created":1,"model":"m-1",
                         "choices":[{"index":0,"message":{"role":"assistant","content":"one \\"1\\"","refusal":null},
                                     "finish_reason":"stop"}],
                         "usage":{"prompt_tokens":48,"completion_tokens":22,"total_tokens":70},"packed":2}"""));
        assertThat(first.usage().plus(second.usage())).isEqualTo(reply.usage());
        assertThat(reply.usage().totalTokens()).isEqualTo(131);
    }

    @Test
    void response_exact_givesEachPromptItsAnswer() {
        List<Prompt> prompts = Prompts.packable(Endpoint.RESPONSES, 2, "{}");
        String body = """
                {"id":"resp_1","object":"response","created_at":1,"status":"completed","error":null,"model":"m-1",
                 "output":[{"type":"reasoning","summary":[]},{"type":"message","content":[{"type":"output_text",
                  "text":%s}]}],
                 "usage":{"input_tokens":100,"input_tokens_details":{"cached_tokens":3},"output_tokens":31}}""".formatted(JsonNodeFactory.instance.textNode(ANSWERS));

        MatchedReply reply = match(prompts, body);

        assertThat(Prompts.json(reply.answered().get(1).bodyJson())).isEqualTo(Prompts.json("""
                        {"id":"resp_1","object":"response","created_at":1,"status":"completed","model":"m-1",
                         "output":[{"type":"message","role":"assistant","status":"completed",
                                    "content":[{"type":"output_text","text":"two","annotations":[]}]}],
                         "usage":{"input_tokens":52,"output_tokens":9,"total_tokens":61,
                                  "input_tokens_details":{"cached_tokens":2}},"packed":2}"""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "one, two",
                "[\"one\",\"two\"]",
                "{}",
                "{\"p1\":\"one\"}",
                "{\"p1\":\"one\",\"p2\":\"two\",\"p3\":\"three\"}",
                "{\"p1\":\"one\",\"p3\":\"three\"}",
                "{\"p1\":\"one\",\"p2\":\"two\",\"p2\":\"three\"}",
                "{\"p1\":\"one\",\"p2\":null}",
                "{\"p1\":\"one\",\"p2\":2}",
                "{\"p1\":\"one\",\"p2\":{\"text\":\"two\"}}",
                "{\"p1\":\"one\",\"p2\":\" \"}",
                "{\"p1\":\"one\",\"P2\":\"two\"}",
                "{\"p1\":\"one\",\"p2\":\"tw",
                "{\"p1\":\"one\",\"p2\":\"two\"}{}",
                "```json\n{\"p1\":\"one\",\"p2\":\"two\"}\n```"
            })
    void reply_notExactlyOneTextAnId_answersNobody(String content) {
        MatchedReply reply = match(TWO, chat(content, "length"));

        assertThat(reply.answered()).isEmpty();
        assertThat(reply.unanswered()).extracting(Unanswered::prompt).containsExactlyElementsOf(TWO);
        assertThat(reply.unanswered()).extracting(Unanswered::code).containsOnly("unpacked");
        assertThat(reply.unanswered()
                        .get(0)
                        .usage()
                        .plus(reply.unanswered().get(1).usage()))
                .isEqualTo(reply.usage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"choices\":[]}",
                "{\"choices\":[{\"message\":{\"content\":null,\"refusal\":\"no\"}}]}",
                "{\"choices\":[{\"message\":{\"content\":\"{\\\"p1\\\":\\\"1\\\",\\\"p2\\\":\\\"2\\\"}\"}},{}]}",
                "{\"error\":{\"message\":\"broken\"}}",
                "{}"
            })
    void reply_withoutOneText_answersNobody(String body) {
        assertThat(match(TWO, body).unanswered()).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource(
            value = Endpoint.class,
            names = {"CHAT", "RESPONSES"})
    void reply_noJson_isToBeSentAgain(Endpoint endpoint) {
        assertThatExceptionOfType(ProviderException.Unavailable.class)
                .isThrownBy(() -> match(Prompts.packable(endpoint, 2, "{}"), "{\"choices\":["));
    }

    @Property(tries = 200)
    void answers_inAnyOrderOfAnyText_goToTheirPrompts(
            @ForAll @Size(min = 2, max = 20) List<String> texts, @ForAll @IntRange(min = 0, max = 19) int rotation) {
        List<String> nonBlank = texts.stream().map(text -> text + "!").toList();
        List<Prompt> prompts = Prompts.packable(Endpoint.CHAT, texts.size(), "{}");
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            order.add((i + rotation) % texts.size());
        }
        ObjectNode answers = JsonNodeFactory.instance.objectNode();
        order.forEach(i -> answers.put("p" + (i + 1), nonBlank.get(i)));

        MatchedReply reply = match(prompts, escaped(chat(answers.toString(), "stop")));

        assertThat(reply.answered())
                .extracting(answer -> Prompts.json(answer.bodyJson())
                        .at("/choices/0/message/content")
                        .asText())
                .containsExactlyElementsOf(nonBlank);
    }

    private static String chat(String content, String finishReason) {
        return """
                {"id":"chatcmpl-1","object":"chat.completion","created":1,"model":"m-1",
                 "choices":[{"index":0,"message":{"role":"assistant","content":%s},"finish_reason":"%s"}],
                 "usage":{"prompt_tokens":100,"completion_tokens":31,"total_tokens":131}}""".formatted(JsonNodeFactory.instance.textNode(content), finishReason);
    }

    private static MatchedReply match(List<Prompt> prompts, String body) {
        return ReplyMatcher.match(prompts, body.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes everything but ASCII as an escape, since a half surrogate pair has no other form. */
    private static String escaped(String json) {
        StringBuilder ascii = new StringBuilder();
        json.chars().forEach(c -> ascii.append(c < 0x80 ? String.valueOf((char) c) : String.format("\\u%04x", c)));
        return ascii.toString();
    }

    private static JsonNode request(List<Prompt> prompts) {
        ProviderConfig config = new ProviderConfig(
                ProviderConfig.Kind.OPENAI,
                URI.create("http://localhost/v1"),
                null,
                null,
                null,
                null,
                Duration.ofSeconds(1),
                Duration.ofSeconds(1));
        byte[] body = new RequestFactory(config, "1").request(prompts, "id").body();
        return Prompts.json(new String(body, StandardCharsets.UTF_8));
    }
}
