package dev.sluice.camel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.simulator.Fault;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackedChatTest {
    private static final String EIGHT = prompts(8);

    @TempDir
    private Path temporary;

    private JobFixture job;

    @BeforeEach
    void setUp() {
        job = new JobFixture(temporary, provider -> provider.poison("[poison]"));
    }

    @AfterEach
    void tearDown() {
        job.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"chat", "responses"})
    void shortPrompts_shareConversations(String endpoint) {
        configure("endpoint: " + endpoint + ", system: Be brief., max-prompts: 4")
                .drop("a.txt", EIGHT)
                .run();

        List<JsonNode> results = job.results("a");
        assertThat(job.texts("a")).isEqualTo(echoes(8));
        assertThat(results)
                .allSatisfy(line -> assertThat(line.path("packed").asInt()).isEqualTo(4));
        assertThat(job.seen().requests()).isEqualTo(2);
        JsonNode report = job.report("a");
        assertThat(report.path("prompts"))
                .isEqualTo(JobFixture.json("{\"in\":8,\"answered\":8,\"failed\":0,\"skipped\":0}"));
        assertThat(report.path("promptsPerRequest").asDouble()).isEqualTo(4);
        assertThat(report.at("/tokens/output").asLong())
                .isEqualTo(results.stream()
                        .mapToLong(line -> line.at("/usage/completion_tokens").asLong()
                                + line.at("/usage/output_tokens").asLong())
                        .sum())
                .isPositive();
    }

    @Test
    void linesThatSayMore_areSentAlone() {
        configure("max-prompts: 10").drop("a.jsonl", """
                        {"prompt":"prompt 0"}
                        {"messages":[{"role":"user","content":"prompt 1"}]}
                        {"prompt":"prompt 2","n":1}
                        {"prompt":"prompt 3","stop":"x"}
                        {"prompt":"prompt 4"}
                        {"custom_id":"b","method":"POST","url":"/v1/chat/completions","body":{"messages":[{"role":"user","content":"prompt 5"}]}}
                        """).run();

        List<JsonNode> results = job.results("a");
        assertThat(job.texts("a").subList(0, 5)).isEqualTo(echoes(5));
        assertThat(results).extracting(line -> line.path("packed").asInt()).containsExactly(2, 0, 0, 0, 2, 0);
        assertThat(results.get(5).at("/response/body/choices/0/message/content").asText())
                .isEqualTo("echo: prompt 5");
        assertThat(job.seen().requests()).isEqualTo(5);
    }

    @Test
    void replyIsOfNoUse_requestIsHalvedDownToOrdinaryPrompts() {
        job.simulator()
                .change(provider ->
                        provider.faults(Fault.of(Fault.Kind.EMPTY_CHOICES).onText("\"id\":\"p2\"")));
        configure("max-prompts: 8").drop("a.txt", EIGHT).run();

        assertThat(job.texts("a")).isEqualTo(echoes(8));
        assertThat(job.results("a"))
                .allSatisfy(line -> assertThat(line.has("packed")).isFalse());
        assertThat(job.seen().requests()).isEqualTo(1 + 2 + 4 + 8);
        assertThat(job.report("a").path("requests").asInt()).isEqualTo(15);
    }

    @Test
    void replyIsOfNoUseOnce_halvesAreAnsweredPacked() {
        job.simulator()
                .change(provider ->
                        provider.faults(Fault.of(Fault.Kind.CONTENT_FILTER).times(1)));
        configure("max-prompts: 8").drop("a.txt", EIGHT).run();

        assertThat(job.texts("a")).isEqualTo(echoes(8));
        assertThat(job.results("a"))
                .allSatisfy(line -> assertThat(line.path("packed").asInt()).isEqualTo(4));
        assertThat(job.seen().requests()).isEqualTo(3);
    }

    @Test
    void answersAreCutShort_promptsAreAskedInSmallerCompany() {
        job.simulator().change(provider -> provider.answerRule((prompt, choice) -> "word ".repeat(60)));
        configure("max-prompts: 4, parameters: {max_completion_tokens: 20}")
                .drop("a.txt", prompts(4))
                .run();

        assertThat(job.results("a")).allSatisfy(line -> {
            assertThat(line.path("finish_reason").asText()).isEqualTo("length");
            assertThat(line.has("packed")).isFalse();
        });
        assertThat(job.seen().requests()).isEqualTo(1 + 2 + 4);
    }

    @Test
    void oneIsRefused_othersAreAnswered() {
        configure("max-prompts: 4")
                .drop("a.txt", "prompt 0\nprompt 1\n[poison]\nprompt 3\n")
                .run();

        List<JsonNode> results = job.results("a");
        assertThat(results).extracting(line -> line.path("packed").asInt()).containsExactly(2, 2, 0, 0);
        assertThat(results.get(2).at("/error/code").asText()).isEqualTo("invalid_prompt");
        assertThat(results.get(3).path("text").asText()).isEqualTo("echo: prompt 3");
    }

    private JobFixture configure(String profile) {
        return job.configure("profiles.yaml", "default: {pack: true, max-wait: 500ms, " + profile + "}");
    }

    private static String prompts(int count) {
        return IntStream.range(0, count).mapToObj(i -> "prompt " + i + "\n").collect(Collectors.joining());
    }

    private static List<String> echoes(int count) {
        return IntStream.range(0, count).mapToObj(i -> "echo: prompt " + i).toList();
    }
}
