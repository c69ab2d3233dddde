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
    void unknownProfile_isToldWithThoseThatThereAre() throws IOException {
        assertThat(bench.run("estimate", file("a.txt", "one\n").toString(), "--profile", "nope"))
                .isEqualTo(1);
        assertThat(bench.err()).contains("no such profile: name=nope known=default");
    }
}
