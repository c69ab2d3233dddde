package dev.sluice.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EndpointsTest {
    private final Simulator simulator =
            Simulator.start(SimulatorOptions.builder().build());
    private final Client client = new Client(simulator);

    @AfterEach
    void close() {
        simulator.close();
    }

    @Test
    void completions_listWithChoices_indexIsPromptTimesNPlusChoice() throws Exception {
        JsonNode reply = client.ask("/v1/completions", "{\"model\":\"m\",\"prompt\":[\"red\",\"blue\"],\"n\":2}");

        assertThat(reply.path("object").asText()).isEqualTo("text_completion");
        assertThat(reply.path("id").asText()).startsWith("cmpl-");
        assertThat(reply.path("model").asText()).isEqualTo("m");
        assertThat(reply.path("created").isIntegralNumber()).isTrue();
        List<String> texts = new ArrayList<>(List.of("", "", "", ""));
        for (JsonNode choice : reply.path("choices")) {
            texts.set(choice.path("index").intValue(), choice.path("text").asText());
            assertThat(choice.path("finish_reason").asText()).isEqualTo("stop");
        }
        assertThat(texts).containsExactly("echo: red", "echo 1: red", "echo: blue", "echo 1: blue");
        assertThat(reply.path("usage").path("prompt_tokens").intValue()).isEqualTo(2);
        assertThat(reply.path("usage").path("completion_tokens").intValue()).isEqualTo(3 + 3 + 3 + 3);
        assertThat(reply.path("usage").path("total_tokens").intValue()).isEqualTo(14);
    }

    @Test
    void completions_longList_comesShuffledAndTheSameInEveryRun() throws Exception {
        String body = "{\"model\":\"m\",\"prompt\":" + numbers(30) + "}";
        List<Integer> order = indexes(client.ask("/v1/completions", body).path("choices"));

        assertThat(order)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 30).boxed().toList());
        assertThat(order).isNotEqualTo(IntStream.range(0, 30).boxed().toList());
        try (Simulator again = Simulator.start(SimulatorOptions.builder().build())) {
            assertThat(indexes(new Client(again).ask("/v1/completions", body).path("choices")))
                    .isEqualTo(order);
        }
    }

    @Test
    void completions_answerOverMaxTokens_isCutWithReasonLength() throws Exception {
        JsonNode choice = client.ask(
                        "/v1/completions", "{\"model\":\"m\",\"prompt\":\"a longer prompt\",\"max_tokens\":3}")
                .path("choices")
                .path(0);

        assertThat(choice.path("text").asText()).isEqualTo("echo: a lo");
        assertThat(choice.path("finish_reason").asText()).isEqualTo("length");
    }

    @Test
    void completions_echo_repeatsThePrompt() throws Exception {
        JsonNode reply = client.ask("/v1/completions", "{\"model\":\"m\",\"prompt\":\"red\",\"echo\":true}");

        assertThat(reply.path("choices").path(0).path("text").asText()).isEqualTo("redecho: red");
    }

    @Test
    void completions_tokens_countAsOneOrSeveralPrompts() throws Exception {
        JsonNode one = client.ask("/v1/completions", "{\"model\":\"m\",\"prompt\":[1,2,3]}");
        JsonNode two = client.ask("/v1/completions", "{\"model\":\"m\",\"prompt\":[[1,2,3],[4]]}");

        assertThat(one.path("choices")).hasSize(1);
        assertThat(one.path("choices").path(0).path("text").asText()).isEqualTo("echo: [1,2,3]");
        assertThat(one.path("usage").path("prompt_tokens").intValue()).isEqualTo(3);
        assertThat(two.path("choices")).hasSize(2);
        assertThat(two.path("usage").path("prompt_tokens").intValue()).isEqualTo(4);
    }

    @Test
    void embeddings_list_hasTheVectorOfEachTextUnderItsIndex() throws Exception {
        JsonNode reply = client.ask(
                "/v1/embeddings", "{\"model\":\"m\",\"input\":[\"red\",\"blue\",\"green\"],\"dimensions\":4}");

        assertThat(reply.path("object").asText()).isEqualTo("list");
        assertThat(reply.path("data")).hasSize(3);
        String[] texts = {"red", "blue", "green"};
        for (JsonNode item : reply.path("data")) {
            float[] expected =
                    SimulatedAnswers.embedding(texts[item.path("index").intValue()], 4);
            assertThat(floats(item.path("embedding"))).containsExactly(expected);
            assertThat(item.path("object").asText()).isEqualTo("embedding");
        }
        assertThat(reply.path("usage").path("total_tokens").intValue()).isEqualTo(1 + 1 + 2);
    }

    @Test
    void embeddings_base64_isTheSameVectorAsLittleEndianFloats() throws Exception {
        JsonNode reply = client.ask(
                "/v1/embeddings",
                "{\"model\":\"m\",\"input\":\"red\",\"dimensions\":8,\"encoding_format\":\"base64\"}");

        byte[] bytes = Base64.getDecoder()
                .decode(reply.path("data").path(0).path("embedding").asText());
        float[] vector = new float[8];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(vector);
        assertThat(vector).containsExactly(SimulatedAnswers.embedding("red", 8));
    }

    @Test
    void embeddings_withoutDimensions_haveTheUsualLengthAndAreUnitVectors() throws Exception {
        JsonNode vector = client.ask("/v1/embeddings", "{\"model\":\"m\",\"input\":[[1,2]]}")
                .path("data")
                .path(0)
                .path("embedding");

        assertThat(vector).hasSize(1_536);
        double squares = 0;
        for (float f : floats(vector)) {
            squares += f * f;
        }
        assertThat(squares).isBetween(0.9999, 1.0001);
    }

    @Test
    void moderations_list_comesInOrder() throws Exception {
        JsonNode results = client.ask("/v1/moderations", "{\"input\":[\"a\",\"b [flag]\",\"c\"]}")
                .path("results");

        assertThat(results).hasSize(3);
        assertThat(results.path(0).path("category_scores").path("hate").doubleValue())
                .isEqualTo(SimulatedAnswers.score("a", "hate"));
        assertThat(results.path(1).path("flagged").booleanValue()).isTrue();
        assertThat(results.path(1).path("categories").path("violence").booleanValue())
                .isTrue();
        assertThat(results.path(2).path("flagged").booleanValue()).isFalse();
        assertThat(results.path(2).path("categories")).hasSize(13);
    }

    @Test
    void chat_conversation_answersTheLastMessageOfTheUser() throws Exception {
        JsonNode reply = client.ask(
                "/v1/chat/completions",
                "{\"model\":\"m\",\"n\":2,\"messages\":[{\"role\":\"system\",\"content\":\"Be brief.\"},"
                        + "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"Grüße\"}]}]}");

        assertThat(reply.path("object").asText()).isEqualTo("chat.completion");
        assertThat(indexes(reply.path("choices"))).containsExactlyInAnyOrder(0, 1);
        JsonNode first = reply.path("choices").path(0).path("index").intValue() == 0
                ? reply.path("choices").path(0)
                : reply.path("choices").path(1);
        assertThat(first.path("message").path("content").asText()).isEqualTo("echo: Grüße");
        assertThat(first.path("message").path("role").asText()).isEqualTo("assistant");
        assertThat(reply.path("usage").path("prompt_tokens").intValue()).isEqualTo(3 + 3 + 3 + 2 + 3);
    }

    @Test
    void responses_textOrItems_areAnsweredInAMessage() throws Exception {
        JsonNode text = client.ask("/v1/responses", "{\"model\":\"m\",\"input\":\"red\"}");
        JsonNode items = client.ask(
                "/v1/responses",
                "{\"model\":\"m\",\"input\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_text\",\"text\":\"blue\"}]}]}");

        assertThat(text.path("object").asText()).isEqualTo("response");
        assertThat(text.path("status").asText()).isEqualTo("completed");
        assertThat(outputText(text)).isEqualTo("echo: red");
        assertThat(outputText(items)).isEqualTo("echo: blue");
        assertThat(text.path("usage").path("input_tokens").intValue()).isEqualTo(1 + 3 + 3);
        assertThat(text.path("usage").path("output_tokens").intValue()).isEqualTo(3);
    }

    @Test
    void responses_answerOverMaxOutputTokens_isIncomplete() throws Exception {
        JsonNode reply =
                client.ask("/v1/responses", "{\"model\":\"m\",\"input\":\"a longer prompt\",\"max_output_tokens\":2}");

        assertThat(reply.path("status").asText()).isEqualTo("incomplete");
        assertThat(reply.path("incomplete_details").path("reason").asText()).isEqualTo("max_output_tokens");
    }

    @Test
    void images_several_haveAUrlOfThePromptEach() throws Exception {
        JsonNode reply = client.ask("/v1/images/generations", "{\"model\":\"dall-e-2\",\"prompt\":\"red\",\"n\":2}");

        assertThat(reply.path("created").isIntegralNumber()).isTrue();
        assertThat(reply.path("data"))
                .extracting(image -> image.path("url").asText())
                .containsExactly(SimulatedAnswers.imageUrl("red", 0), SimulatedAnswers.imageUrl("red", 1))
                .allMatch(url -> url.startsWith("https://images.invalid/"));
        assertThat(reply.has("usage")).isFalse();
        assertThat(SimulatedAnswers.imageUrl("blue", 0)).isNotEqualTo(SimulatedAnswers.imageUrl("red", 0));
    }

    @Test
    void images_asBase64_holdTheTextOfTheirUrl() throws Exception {
        JsonNode asked = client.ask(
                "/v1/images/generations",
                "{\"model\":\"dall-e-3\",\"prompt\":\"red\",\"response_format\":\"b64_json\"}");
        JsonNode always =
                client.ask("/v1/images/generations", "{\"model\":\"gpt-image-1\",\"prompt\":\"red\",\"n\":2}");

        assertThat(new String(
                        Base64.getDecoder().decode(asked.at("/data/0/b64_json").asText()), StandardCharsets.UTF_8))
                .isEqualTo(SimulatedAnswers.imageUrl("red", 0));
        assertThat(asked.at("/data/0/revised_prompt").asText()).isEqualTo("echo: red");
        assertThat(always.at("/data/1").has("b64_json")).isTrue();
        assertThat(always.at("/data/1").has("url")).isFalse();
        assertThat(always.at("/usage/input_tokens").intValue()).isEqualTo(1);
        assertThat(always.at("/usage/total_tokens").intValue()).isEqualTo(1 + 2 * 272);
    }

    @Test
    void azurePaths_deploymentAndV1_areServedLikeOpenAis() throws Exception {
        String messages = "{\"messages\":[{\"role\":\"user\",\"content\":\"red\"}]}";
        JsonNode deployment =
                client.ask("/openai/deployments/my-gpt/chat/completions?api-version=2024-10-21", messages);

        assertThat(deployment.path("model").asText()).isEqualTo("my-gpt");
        assertThat(client.post("/openai/v1/chat/completions", Client.chatBody("red"))
                        .statusCode())
                .isEqualTo(200);
        assertThat(client.post("/openai/deployments/my-gpt/chat/completions", messages)
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void models_list_namesTheKnownOnes() throws Exception {
        simulator.change(o -> o.models(List.of("a", "b")));

        JsonNode list = Client.json(client.get("/v1/models"));
        assertThat(list.path("data").findValuesAsText("id")).containsExactly("a", "b");
        assertThat(client.get("/v1/models/a").statusCode()).isEqualTo(200);
        assertThat(client.get("/v1/models/c").statusCode()).isEqualTo(404);
    }

    @Test
    void everyAnswer_hasRequestIdAndProcessingTime() throws Exception {
        HttpResponse<String> first = client.chat("red");
        HttpResponse<String> second = client.chat("red");

        assertThat(first.headers().firstValue("x-request-id"))
                .hasValueSatisfying(id -> assertThat(id).startsWith("req_"));
        assertThat(first.headers().firstValue("x-request-id"))
                .isNotEqualTo(second.headers().firstValue("x-request-id"));
        assertThat(first.headers().firstValueAsLong("openai-processing-ms")).isPresent();
    }

    @Test
    void answer_halfSurrogate_isReplaced() throws Exception {
        JsonNode reply = client.ask("/v1/completions", "{\"model\":\"m\",\"prompt\":\"x\\ud800y\\u0000\"}");

        assertThat(reply.path("choices").path(0).path("text").asText()).isEqualTo("echo: x\uFFFDy\u0000");
    }

    static List<Integer> indexes(JsonNode items) {
        List<Integer> indexes = new ArrayList<>();
        items.forEach(item -> indexes.add(item.path("index").intValue()));
        return indexes;
    }

    static String numbers(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "\"prompt " + i + "\"")
                .toList()
                .toString();
    }

    private static String outputText(JsonNode reply) {
        return reply.path("output").path(0).path("content").path(0).path("text").asText();
    }

    private static float[] floats(JsonNode array) {
        float[] floats = new float[array.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = array.get(i).floatValue();
        }
        return floats;
    }
}
