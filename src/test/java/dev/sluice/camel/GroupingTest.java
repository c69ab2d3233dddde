package dev.sluice.camel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.simulator.SeenRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Prompts that are equal in endpoint, model and parameters share requests, where the endpoint takes several. */
class GroupingTest {
    @TempDir
    static Path folder;

    private static SluiceFixture sluice;

    @BeforeAll
    static void start() {
        sluice = SluiceFixture.in(folder).profiles("""
                        default: {max-wait: 20ms}
                        list: {endpoint: completions, model: m, max-prompts: 5, max-wait: 20s}
                        quick: {endpoint: completions, model: m, max-prompts: 5, max-wait: 20ms}
                        search: {endpoint: embeddings, model: e, max-prompts: 10, max-wait: 20s, parameters: {dimensions: 2}}
                        judge: {endpoint: moderations, model: j, max-prompts: 10, max-wait: 20s}
                        thrifty: {endpoint: completions, model: t, max-prompts: 100, max-tokens: 40, max-wait: 20ms}
                        """).start();
    }

    @AfterAll
    static void stop() {
        sluice.close();
    }

    @Test
    void completions_ofSeveralFiles_shareFullRequests() {
        for (int i = 0; i < 5; i++) {
            sluice.drop("list/shared" + i + ".txt", "s " + i + " a", "s " + i + " b");
        }

        for (int i = 0; i < 5; i++) {
            Output output = sluice.output("list/shared" + i);
            assertThat(output.texts()).containsExactly("echo: s " + i + " a", "echo: s " + i + " b");
            assertThat(output.report().path("requests").asInt()).isBetween(1, 2);
        }
        assertThat(sizes("\"s ")).containsExactly(5, 5);
    }

    @Test
    void embeddingsAndModerations_fillTheirRequests() {
        sluice.drop("search/words.txt", prompts("word", 30)).drop("judge/words.txt", prompts("judged", 20));

        assertThat(sluice.output("search/words").results())
                .hasSize(30)
                .allSatisfy(line -> assertThat(line.path("embedding")).hasSize(2));
        assertThat(sluice.output("judge/words").results())
                .hasSize(20)
                .allSatisfy(
                        line -> assertThat(line.path("moderation").isObject()).isTrue());
        assertThat(sizes("\"word ")).containsExactly(10, 10, 10);
        assertThat(sizes("\"judged ")).containsExactly(10, 10);
        JsonNode report = sluice.output("search/words").report();
        assertThat(report.path("requests").asInt()).isEqualTo(3);
        assertThat(report.path("promptsPerRequest").decimalValue()).isEqualByComparingTo("10");
    }

    @Test
    void chat_sharesNothing() {
        sluice.drop("chat.txt", prompts("chatted", 6));

        assertThat(sluice.output("chat").texts()).hasSize(6);
        assertThat(requests("chatted")).hasSize(6);
    }

    @Test
    void fewPrompts_waitNoLongerThanTheProfileSays() {
        sluice.drop("quick/few.txt", prompts("few", 7));

        assertThat(sluice.output("quick/few").texts()).hasSize(7);
        assertThat(sizes("\"few ")).allMatch(size -> size <= 5);
    }

    @Test
    void severalChoices_goToTheirPrompts() {
        String[] lines = IntStream.range(0, 10)
                .mapToObj(i -> "{\"prompt\":\"many " + i + "\",\"n\":2}")
                .toArray(String[]::new);
        sluice.drop("list/choices.jsonl", lines);

        List<JsonNode> results = sluice.output("list/choices").results();

        for (int i = 0; i < 10; i++) {
            assertThat(results.get(i).path("texts"))
                    .extracting(JsonNode::asText)
                    .containsExactly("echo: many " + i, "echo 1: many " + i);
        }
        assertThat(sizes("\"many ")).containsExactly(5, 5);
    }

    @Test
    void otherModelsEndpointsAndParameters_goApart() {
        sluice.drop(
                "quick/mixed.jsonl",
                "{\"prompt\":\"mix 1\"}",
                "{\"prompt\":\"mix 2\",\"model\":\"other\"}",
                "{\"prompt\":\"mix 3\",\"max_tokens\":9}",
                "{\"input\":\"mix 4\",\"endpoint\":\"embeddings\"}",
                "{\"prompt\":\"mix 5\"}",
                "{\"prompt\":\"mix 6\",\"endpoint\":\"chat\"}",
                "{\"prompt\":\"mix 7\",\"max_tokens\":9}");

        Output output = sluice.output("quick/mixed");

        assertThat(output.counts()).containsExactly(7, 7, 0, 0);
        assertThat(output.results())
                .extracting(line -> line.path("model").asText())
                .contains("m", "other");
        assertThat(requests("mix ")).hasSize(5).allSatisfy(request -> {
            JsonNode body = Output.parse(request.body());
            String text = body.toString();
            assertThat(text.contains("mix 2"))
                    .isEqualTo(body.path("model").asText().equals("other"));
            assertThat(text.contains("mix 3") && text.contains("mix 7")).isEqualTo(body.has("max_tokens"));
            assertThat(text.contains("mix 4")).isEqualTo(request.uri().equals("/v1/embeddings"));
            assertThat(text.contains("mix 6")).isEqualTo(request.uri().equals("/v1/chat/completions"));
        });
    }

    @Test
    void requests_holdNoMoreTokensThanTheProfileSays() {
        sluice.drop("thrifty/long.txt", prompts("one two three four five six seven", 20));

        assertThat(sluice.output("thrifty/long").texts()).hasSize(20);
        assertThat(sizes("\"one two ")).allMatch(size -> size <= 5);
    }

    private static String[] prompts(String text, int count) {
        return IntStream.range(0, count).mapToObj(i -> text + " " + i).toArray(String[]::new);
    }

    private static List<SeenRequest> requests(String text) {
        return sluice.stats().recentRequests().stream()
                .filter(request -> request.body().contains(text))
                .toList();
    }

    /** Returns how many prompts each of the requests that hold a text had. */
    private static List<Integer> sizes(String text) {
        return requests(text).stream()
                .map(request -> Output.parse(request.body()))
                .map(body -> body.has("prompt") ? body.get("prompt") : body.get("input"))
                .map(list -> list.isArray() ? list.size() : 1)
                .toList();
    }
}
