package dev.sluice.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What files would cost, told before anything is sent. */
class EstimateCommandTest {
    @TempDir
    Path folder;

    private final CommandLineBench bench = new CommandLineBench(new FakeEngine());

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private JsonNode estimate(String... arguments) throws IOException {
        assertThat(bench.run(arguments)).isZero();
        return new ObjectMapper().readTree(bench.out());
    }

    @Test
    void pricesAndTimes_followFromTokensAndLimits() throws IOException {
        String lines = IntStream.range(0, 1_000)
                .mapToObj(i -> "{\"prompt\":\"Name river number " + i + ".\"}")
                .collect(Collectors.joining("\n"));
        Path file = file("many rivers.jsonl", lines);

        JsonNode share = estimate(
                        "estimate",
                        file.toString(),
                        "--json",
                        "--model",
                        "gpt-4o",
                        "--max-tokens",
                        "100",
                        "--rpm",
                        "50")
                .at("/models/0");

        assertThat(share.path("prompts").asInt()).isEqualTo(1_000);
        assertThat(share.path("requests").asInt()).isEqualTo(1_000);
        assertThat(share.path("outputTokens").asLong()).isEqualTo(100_000);
        assertThat(share.path("outputTokensAssumed").asBoolean()).isFalse();
        assertThat(share.path("seconds").asDouble()).isEqualTo(1_200);
        // 2.50 dollars for a million prompt tokens, 10 for those of answers.
        double online = share.path("inputTokens").asLong() * 2.5e-6 + 1;
        assertThat(share.path("onlineUsd").asDouble()).isCloseTo(online, org.assertj.core.data.Offset.offset(1e-9));
        assertThat(share.path("batchUsd").asDouble()).isCloseTo(online / 2, org.assertj.core.data.Offset.offset(1e-9));
    }

    @Test
    void listsShareRequests_equalPromptsAreSentOnce_badLinesNotAtAll() throws IOException {
        Path file = file("a.jsonl", "{\"input\":\"one\"}\n{\"input\":\"two\"}\n{\"input\":\"one\"}\noops\n");

        JsonNode found = estimate(
                "estimate", file.toString(), "--json", "--endpoint", "embeddings", "--model", "text-embedding-3-small");

        assertThat(found.path("prompts").asInt()).isEqualTo(4);
        assertThat(found.path("repeated").asInt()).isEqualTo(1);
        assertThat(found.path("unusable").asInt()).isEqualTo(1);
        assertThat(found.at("/models/0/requests").asInt()).isEqualTo(1);
    }

    @Test
    void whatIsUnknown_isSaid_andFilesThatCantBeReadAreNamed() throws IOException {
        Path file = file("a.txt", "one\ntwo\n");

        int exit =
                bench.run("estimate", file.toString(), folder.resolve("b.txt").toString(), "--model", "my-own");

        assertThat(exit).isEqualTo(2);
        assertThat(bench.out())
                .contains(
                        "2 prompts in 1 file",
                        "my-own",
                        "unknown",
                        "500",
                        "--answer-tokens",
                        "models.yaml has no price");
        assertThat(bench.err()).contains("b.txt: no such file");
    }

    @Test
    void answerTokens_negative_areRefused() throws IOException {
        assertThat(bench.run("estimate", file("a.txt", "one\n").toString(), "--answer-tokens", "-5"))
                .isEqualTo(1);

        assertThat(bench.err())
                .isEqualTo(
                        "sluice: --answer-tokens must be from 0 to 10000000: value=-5 (see sluice estimate --help)\n");
    }

    @Test
    void smallCosts_areNotToldAsNothing() throws IOException {
        assertThat(bench.run(
                        "estimate",
                        file("a.txt", "one\n").toString(),
                        "--endpoint",
                        "embeddings",
                        "--model",
                        "text-embedding-3-small",
                        "--rpm",
                        "60"))
                .isZero();

        assertThat(bench.out()).contains("$0.00000002", "$0.00000001").doesNotContain("$0.0000 ");
    }

    @Test
    void laneBatch_takesUpToADay_andTellsItsBatches() throws IOException {
        file("profiles.yaml", "default: {lane: batch, model: gpt-4o, parameters: {max_tokens: 10}}\n");
        String[] arguments = {
            "estimate", file("a.txt", "one\ntwo\n").toString(), "--config", folder.toString(), "--rpm", "1"
        };

        assertThat(bench.run(arguments)).isZero();

        assertThat(bench.out())
                .containsPattern("gpt-4o +default +2 +2 .* up to 24h ")
                .contains("lane batch: 1 batch or more, answered within 24 hours each, at the price by batch\n")
                .doesNotContain("unknown");
    }

    @Test
    void severalModels_haveATotal_whoseTimeIsThatOfTheSlowestPool() throws IOException {
        file(
                "limits.yaml",
                "default: {requests-per-minute: 1}\nfast: {models: [gpt-4o-mini], requests-per-minute: 60}\n");
        Path file = file(
                "a.jsonl",
                "{\"prompt\":\"a\",\"model\":\"gpt-4o\",\"max_tokens\":100}\n"
                        + "{\"prompt\":\"b\",\"model\":\"gpt-4o-mini\",\"max_tokens\":100}\n");

        JsonNode found = estimate("estimate", file.toString(), "--json", "--config", folder.toString());

        assertThat(found.at("/total/prompts").asInt()).isEqualTo(2);
        assertThat(found.at("/total/seconds").asDouble()).isEqualTo(60);
        assertThat(found.at("/total/onlineUsd").asDouble())
                .isEqualTo(found.at("/models/0/onlineUsd").asDouble()
                        + found.at("/models/1/onlineUsd").asDouble());
        assertThat(bench.run("estimate", file.toString(), "--config", folder.toString()))
                .isZero();
        assertThat(bench.out()).containsPattern("in all +2 +2 .* 1m 00s ");
    }

    @Test
    void maxCost_isJudgedAsTheReviewDoes_withItsOwnAssumption() throws IOException {
        file("profiles.yaml", "default: {model: gpt-4o, max-cost: 0.03}\n");
        Path file = file("a.txt", "one\n");

        assertThat(bench.run("estimate", file.toString(), "--config", folder.toString()))
                .isZero();

        assertThat(bench.out())
                .contains(
                        "500 tokens each are assumed",
                        "a.txt would wait for review: it may cost $0.04",
                        ", more than max-cost $0.0300\n",
                        "a review counts the most: 4,096 tokens for each answer that nothing bounds"
                                + " (sluice.users.answer-tokens)");
    }

    @Test
    void maxCost_thatHolds_isSaid() throws IOException {
        file("profiles.yaml", "default: {model: gpt-4o, max-cost: 0.05}\n");

        JsonNode review = estimate(
                        "estimate", file("a.txt", "one\n").toString(), "--json", "--config", folder.toString())
                .at("/reviews/0");

        assertThat(review.path("waits").asBoolean(true)).isFalse();
        assertThat(review.path("mostUsd").asDouble()).isBetween(0.04, 0.05);
        assertThat(review.path("answerTokens").asInt()).isEqualTo(4096);
    }

    @Test
    void unknownProfile_isToldWithThoseThatThereAre() throws IOException {
        assertThat(bench.run("estimate", file("a.txt", "one\n").toString(), "--profile", "nope"))
                .isEqualTo(1);
        assertThat(bench.err()).contains("no such profile: name=nope known=default");
    }
}
