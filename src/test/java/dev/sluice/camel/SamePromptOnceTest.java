package dev.sluice.camel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.job.HomeFolder;
import dev.sluice.job.Job;
import dev.sluice.job.JobStore;
import dev.sluice.job.Result;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.function.LongFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SamePromptOnceTest {
    private static final String STORED = "{\"choices\":[{\"index\":0,\"message\":{\"content\":\"from before\"},"
            + "\"finish_reason\":\"stop\"}],\"model\":\"m\"}";

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

    @Test
    void sameEmbeddings_areSentOnceAndCountedOnce() {
        job.configure("profiles.yaml", "default: {endpoint: embeddings, model: text-embedding-3-small}")
                .drop("a.txt", "one\ntwo\none\nthree\ntwo\none\n")
                .run();

        List<JsonNode> results = job.results("a");
        assertThat(job.seen().promptsAsked()).isEqualTo(3);
        assertThat(job.seen().timesSent("one")).isEqualTo(1);
        assertThat(embeddings(results, 0)).isEqualTo(embeddings(results, 2)).isEqualTo(embeddings(results, 5));
        assertThat(embeddings(results, 1)).isEqualTo(embeddings(results, 4)).isNotEqualTo(embeddings(results, 0));
        assertThat(results).extracting(line -> line.path("id").asText()).startsWith("a.txt:1", "a.txt:2", "a.txt:3");
        JsonNode report = job.report("a");
        assertThat(report.path("prompts"))
                .isEqualTo(JobFixture.json("{\"in\":6,\"answered\":6,\"failed\":0,\"skipped\":0}"));
        assertThat(report.path("repeatedPrompts").asInt()).isEqualTo(3);
        assertThat(report.at("/tokens/input").asLong())
                .isEqualTo(tokens(results.get(0)) + tokens(results.get(1)) + tokens(results.get(3)));
    }

    @Test
    void chat_isSentOnceAtTemperatureZeroOnly() {
        job.drop("a.jsonl", """
                        {"prompt":"zero","temperature":0}
                        {"prompt":"zero","temperature":0,"seed":1}
                        {"prompt":"zero","temperature":0,"id":"x"}
                        {"prompt":"warm"}
                        {"prompt":"warm"}
                        {"prompt":"zero","temperature":0.0,"model":"other"}
                        """).run();

        assertThat(job.texts("a"))
                .containsExactly("echo: zero", "echo: zero", "echo: zero", "echo: warm", "echo: warm", "echo: zero");
        assertThat(job.seen().timesSent("zero")).isEqualTo(3);
        assertThat(job.seen().timesSent("warm")).isEqualTo(2);
    }

    @Test
    void profile_decides() {
        job.configure("profiles.yaml", """
                        often: {same-prompt-once: never, parameters: {temperature: 0}}
                        once: {same-prompt-once: always}
                        """)
                .drop("often/a.txt", "often\noften\n")
                .drop("once/a.txt", "once\nonce\n")
                .run();

        assertThat(job.seen().timesSent("often")).isEqualTo(2);
        assertThat(job.seen().timesSent("once")).isEqualTo(1);
        assertThat(job.texts("once/a")).containsExactly("echo: once", "echo: once");
        assertThat(job.report("often/a").path("repeatedPrompts").asInt()).isZero();
    }

    @Test
    void firstFails_othersHaveTheSameFailure() {
        job.configure("profiles.yaml", "default: {same-prompt-once: always}")
                .drop("a.txt", "good\n[poison]\n[poison]\ngood\n[poison]\n")
                .run();

        List<JsonNode> results = job.results("a");
        assertThat(results.get(1).at("/error/code").asText()).isEqualTo("invalid_prompt");
        assertThat(results.get(2).path("error")).isEqualTo(results.get(1).path("error"));
        assertThat(results.get(4).path("error")).isEqualTo(results.get(1).path("error"));
        assertThat(job.lines("a.errors.jsonl")).hasSize(3);
        assertThat(job.report("a").path("prompts"))
                .isEqualTo(JobFixture.json("{\"in\":5,\"answered\":2,\"failed\":3,\"skipped\":0}"));
        assertThat(job.seen().timesSent("[poison]")).isEqualTo(1);
    }

    @Test
    void restart_firstIsStored_othersAreNotSent() throws IOException, InterruptedException {
        job.configure("profiles.yaml", "default: {same-prompt-once: always}")
                .drop("a.txt", "one\ntwo\none\ntwo\none\n");
        stopAfterStoring(5, index -> new Result.Answered(1, index, 1, "req", STORED));

        job.run();

        assertThat(job.texts("a"))
                .containsExactly("from before", "echo: two", "from before", "echo: two", "from before");
        assertThat(job.seen().timesSent("one")).isZero();
        assertThat(job.seen().timesSent("two")).isEqualTo(1);
        assertThat(job.report("a").path("repeatedPrompts").asInt()).isEqualTo(3);
    }

    @Test
    void restart_firstHasFailed_othersAreNotSent() throws IOException, InterruptedException {
        job.configure("profiles.yaml", "default: {same-prompt-once: always}").drop("a.txt", "one\none\n");
        stopAfterStoring(2, index -> new Result.Failed(1, index, 3, 500, "server_error", "it broke"));

        job.run();

        assertThat(job.results("a"))
                .extracting(line -> line.at("/error/message").asText())
                .containsExactly("it broke", "it broke");
        assertThat(job.seen().requests()).isZero();
    }

    /** Leaves behind what a process does that was killed when it had stored the first result of the only file. */
    private void stopAfterStoring(long prompts, LongFunction<Result> result) throws IOException, InterruptedException {
        HomeFolder home = new HomeFolder(job.home());
        home.create();
        try (JobStore store = JobStore.open(home, job.configuration().profiles().keySet(), Clock.systemUTC(), false)) {
            Job claimed = store.claim(home.inbox().resolve("a.txt"), "default");
            store.start(claimed.id(), prompts);
            store.store(List.of(result.apply(0)));
            store.repeat(claimed.id(), prompts - 1, 0);
        }
    }

    private static JsonNode embeddings(List<JsonNode> results, int line) {
        return results.get(line).path("embedding");
    }

    private static long tokens(JsonNode result) {
        return result.at("/usage/prompt_tokens").asLong();
    }
}
