package dev.sluice.camel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.simulator.Fault;
import dev.sluice.simulator.Fault.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of prompts when the provider refuses or fails: at most three attempts each, refusals by a limit apart. */
class ProviderFaultsTest {
    private static final int ATTEMPTS = 3;
    private static final AtomicInteger FILES = new AtomicInteger();

    @TempDir
    static Path folder;

    private static SluiceFixture sluice;

    @BeforeAll
    static void start() {
        sluice = SluiceFixture.in(folder)
                .set("sluice.retry.attempts", ATTEMPTS)
                .set("sluice.provider.response-timeout-millis", 1_000)
                .profiles("""
                        default: {max-wait: 20ms}
                        list: {endpoint: completions, model: m, max-prompts: 20, max-wait: 500ms}
                        """)
                .start();
    }

    @AfterAll
    static void stop() {
        sluice.close();
    }

    @AfterEach
    void mend() {
        sluice.faults();
    }

    @Test
    void providerKeepsFailing_promptFailsAfterAllAttempts() {
        sluice.faults(Fault.status(500));

        Asked asked = ask("", "hello");

        assertThat(asked.error()).isEqualTo(asked.expected("server_error", 500, ATTEMPTS));
        assertThat(asked.requests()).isEqualTo(ATTEMPTS);
        assertThat(asked.output.counts()).containsExactly(1, 0, 1, 0);
        assertThat(asked.output.errors())
                .singleElement()
                .satisfies(line -> assertThat(line.path("prompt").asText()).isEqualTo(asked.prompt()));
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 409, 500, 502, 503, 504})
    void providerFailsTwice_promptIsAnsweredAtTheThirdAttempt(int status) {
        sluice.faults(Fault.status(status).times(ATTEMPTS - 1));

        Asked asked = ask("", "hello");

        assertThat(asked.output.texts()).containsExactly("echo: " + asked.prompt());
        assertThat(asked.requests()).isEqualTo(ATTEMPTS);
        assertThat(asked.output.report().path("retries").asInt()).isEqualTo(ATTEMPTS - 1);
    }

    @ParameterizedTest
    @EnumSource(
            names = {"RESET", "HANG", "MALFORMED", "TRUNCATED", "EMPTY_BODY", "HTML", "EMPTY_CHOICES", "MISSING_INDEX"})
    void replyThatIsOfNoUse_isAskedForAgain(Kind kind) {
        sluice.faults(Fault.of(kind).withDuration(Duration.ofMinutes(1)).times(1));

        Asked asked = ask("", "hello");

        assertThat(asked.output.texts()).containsExactly("echo: " + asked.prompt());
        assertThat(asked.requests()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(names = {"RESET", "MALFORMED", "TRUNCATED", "EMPTY_CHOICES"})
    void repliesThatAreOfNoUse_failThePromptAfterAllAttempts(Kind kind) {
        sluice.faults(Fault.of(kind));

        Asked asked = ask("", "hello");

        assertThat(asked.error().path("attempts").asInt()).isEqualTo(ATTEMPTS);
        assertThat(asked.requests()).isEqualTo(ATTEMPTS);
    }

    @Test
    void contentIsRefused_promptFailsAtOnce() {
        sluice.faults(Fault.status(400));

        Asked asked = ask("", "hello");

        assertThat(asked.error().path("status").asInt()).isEqualTo(400);
        assertThat(asked.requests()).isEqualTo(1);
    }

    @Test
    void onePromptOfManyIsRefused_itFailsAlone() {
        sluice.faults(Fault.status(400, "invalid_prompt").onText("poison"));

        Asked asked = ask(
                "list/",
                IntStream.range(0, 20)
                        .mapToObj(i -> i == 13 ? "poison" : "good " + i)
                        .toArray(String[]::new));

        assertThat(asked.output.counts()).containsExactly(20, 19, 1, 0);
        assertThat(asked.output.results().get(13).path("error").path("code").asText())
                .isEqualTo("invalid_prompt");
        assertThat(asked.output.errors()).hasSize(1);
    }

    @Test
    void failuresOfARequest_areNotCountedForItsHalves() {
        sluice.faults(
                Fault.status(500).times(ATTEMPTS - 1),
                Fault.status(400).onText("poison"),
                Fault.status(500).onText("unlucky"));

        Asked asked = ask("list/", "poison", "unlucky");

        assertThat(asked.output.results())
                .extracting(line -> line.path("error").path("attempts").asInt())
                .containsExactly(1, ATTEMPTS);
        assertThat(asked.requests()).isEqualTo(2 + 1 + ATTEMPTS);
    }

    @Test
    void requestIsTooLarge_isHalvedUntilItFits() {
        sluice.provider(options -> options.maxList(4));
        try {
            Asked asked =
                    ask("list/", IntStream.range(0, 20).mapToObj(i -> "p" + i).toArray(String[]::new));

            assertThat(asked.output.counts()).containsExactly(20, 20, 0, 0);
        } finally {
            sluice.provider(options -> options.maxList(2_048));
        }
    }

    @Test
    void tooLargeForTheLimit_failsThatPromptAlone() {
        sluice.faults(Fault.status(413).onText("huge"));

        Asked asked = ask("list/", "small", "huge", "small too");

        assertThat(asked.output.counts()).containsExactly(3, 2, 1, 0);
        assertThat(asked.output.results().get(1).path("error").path("status").asInt())
                .isEqualTo(413);
    }

    @Test
    void modelIsUnknown_itsPromptsFailWithoutBeingHalved_othersAreAnswered() {
        sluice.provider(options -> options.models(List.of("known")));
        try {
            long before = sluice.stats().requests();
            sluice.drop(
                    "list/models.jsonl",
                    "{\"prompt\":\"a\",\"model\":\"known\"}",
                    "{\"prompt\":\"b\",\"model\":\"unknown\"}",
                    "{\"prompt\":\"c\",\"model\":\"unknown\"}",
                    "{\"prompt\":\"d\",\"model\":\"known\"}");
            Output output = sluice.output("list/models");

            assertThat(output.counts()).containsExactly(4, 2, 2, 0);
            assertThat(output.texts()).containsExactly("echo: a", null, null, "echo: d");
            assertThat(output.results().get(2).path("error").path("code").asText())
                    .isEqualTo("model_not_found");
            assertThat(sluice.stats().requests() - before).isEqualTo(2);
        } finally {
            sluice.provider(options -> options.models(List.of()));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MISSING_INDEX", "REPEATED_INDEX", "FOREIGN_INDEX", "NO_INDEX"})
    void someIndexesAreWrong_onlyTheirPromptsAreAskedAgain(Kind kind) {
        sluice.faults(Fault.of(kind).times(1));
        long promptsBefore = sluice.stats().promptsAsked();

        Asked asked = ask("list/", IntStream.range(0, 12).mapToObj(i -> "p" + i).toArray(String[]::new));

        assertThat(asked.output.counts()).containsExactly(12, 12, 0, 0);
        assertThat(asked.output.texts())
                .containsExactlyElementsOf(
                        asked.prompts.stream().map(prompt -> "echo: " + prompt).toList());
        assertThat(asked.requests()).isEqualTo(2);
        assertThat(sluice.stats().promptsAsked() - promptsBefore).isBetween(13L, 14L);
    }

    @Test
    void contentFilter_isAnAnswerWithItsReason() {
        sluice.faults(Fault.of(Kind.CONTENT_FILTER));

        Asked asked = ask("list/", "hello");

        assertThat(asked.output.results().get(0).path("finish_reason").asText()).isEqualTo("content_filter");
        assertThat(asked.requests()).isEqualTo(1);
    }

    @Test
    void slowReply_isWaitedFor() {
        sluice.faults(Fault.of(Kind.SLOW_BODY).withDuration(Duration.ofMillis(500)));

        assertThat(ask("", "hello").requests()).isEqualTo(1);
    }

    private static Asked ask(String profile, String... prompts) {
        String name = "file" + FILES.incrementAndGet();
        List<String> unique =
                List.of(prompts).stream().map(prompt -> prompt + " " + name).toList();
        long before = sluice.stats().requests();
        sluice.drop(profile + name + ".txt", unique.toArray(String[]::new));
        Output output = sluice.output(profile + name);
        return new Asked(output, unique, sluice.stats().requests() - before);
    }

    private record Asked(Output output, List<String> prompts, long requests) {
        String prompt() {
            return prompts.get(0);
        }

        JsonNode error() {
            return output.results().get(0).path("error");
        }

        JsonNode expected(String code, int status, int attempts) {
            return Output.parse("{\"code\":\"" + code + "\",\"message\":" + error().path("message") + ",\"status\":"
                    + status + ",\"attempts\":" + attempts + "}");
        }
    }
}
