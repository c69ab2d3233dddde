package dev.sluice.camel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.batch.Batch;
import dev.sluice.batch.BatchStore;
import dev.sluice.simulator.BatchExpiry;
import dev.sluice.simulator.BatchOptionsBuilder;
import dev.sluice.simulator.BatchStats;
import dev.sluice.simulator.Fault;
import dev.sluice.simulator.Limits;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that go through the Batch API of the simulated provider. */
class BatchLaneTest extends LaneFixture {
    @BeforeEach
    void setUp() {
        sluice.set("sluice.batch.poll-min-seconds", 1).set("sluice.batch.poll-max-seconds", 1);
        sluice.profiles("default: {lane: batch, model: gpt-5-mini}");
        batches(options -> options.latency(Duration.ofMillis(100)));
    }

    private void batches(Consumer<BatchOptionsBuilder> change) {
        sluice.provider(options -> options.batch(change));
    }

    private BatchStats seen() {
        return sluice.stats().batches();
    }

    @Test
    void file_goesThroughOneBatch_andNothingIsLeftAtTheProvider() {
        Output output = answersTo(50);

        assertAllAnswered(output, 50);
        assertThat(seen().batchesCreated()).isEqualTo(1);
        assertThat(seen().linesRun()).isEqualTo(50);
        JsonNode share = output.report().path("batches");
        assertThat(share.path("count").asInt()).isEqualTo(1);
        assertThat(share.path("answered").asInt()).isEqualTo(50);
        JsonNode tokens = output.report().path("tokens");
        // Half of 0.25 dollars for a million prompt tokens and of 2 for those of answers.
        assertThat(share.path("savedUsd").decimalValue().movePointRight(6).longValue())
                .isBetween(
                        (tokens.path("input").asLong() * 25 / 100
                                                + tokens.path("output").asLong() * 2)
                                        / 2
                                - 1,
                        (tokens.path("input").asLong() * 25 / 100
                                                + tokens.path("output").asLong() * 2)
                                        / 2
                                + 1);
        sluice.untilIdle();
        assertThat(seen().filesExisting()).isZero();
        assertThat(sluice.files("state/batches")).isEmpty();
    }

    @Test
    void usersOwnBatchFile_getsItsIdsBack() {
        sluice.drop(
                        "own.jsonl",
                        "{\"custom_id\":\"x y\",\"method\":\"POST\",\"url\":\"/v1/chat/completions\",\"body\":{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"one\"}],\"n\":2}}",
                        "{\"custom_id\":\"ü\",\"method\":\"POST\",\"url\":\"/v1/embeddings\",\"body\":{\"model\":\"e\",\"input\":[\"a\",\"b\"]}}")
                .start();
        List<JsonNode> results = sluice.output("own").results();

        assertThat(results).extracting(line -> line.path("custom_id").asText()).containsExactly("x y", "ü");
        assertThat(results.get(0).at("/response/body/choices")).hasSize(2);
        assertThat(results.get(1).at("/response/body/data")).hasSize(2);
        assertThat(seen().batchesCreated()).as("one for each endpoint").isEqualTo(2);
    }

    @Test
    void queueOfTheProvider_isFilledWithBatchesThatFitIt() {
        sluice.provider(options -> options.limits(Limits.none().withEnqueuedTokens(500L)));
        sluice.limits("default: {models: ['*'], enqueued-tokens: 500}");

        assertAllAnswered(answersTo(60), 60);
        assertThat(seen().batchesCreated()).isGreaterThan(1);
        assertThat(seen().linesRunTwice()).isZero();
    }

    @Test
    void expiredBatch_whatItHasDoneIsNotPaidAgain() {
        batches(options -> options.expire(BatchExpiry.at(0.4).times(1)));

        assertAllAnswered(answersTo(50), 50);
        assertThat(seen().batchesCreated()).isEqualTo(2);
        assertThat(seen().linesRun()).isEqualTo(50);
        assertThat(seen().linesRunTwice()).isZero();
    }

    @Test
    void batchesThatBringNothing_restGoesOnline() {
        batches(options -> options.expire(BatchExpiry.at(0.5).times(2)));

        assertAllAnswered(answersTo(40), 40);
        assertThat(seen().batchesCreated()).isEqualTo(2);
        assertThat(seen().linesRun()).isEqualTo(30);
    }

    @Test
    void batchesThatBringNothing_restFailsWhereTheProfileSaysSo() {
        sluice.profiles("default: {lane: batch, model: gpt-5-mini, batch-tries: 1, after-batches: fail}");
        batches(options -> options.expire(BatchExpiry.at(0.5).times(1)));
        Output output = answersTo(40);

        assertThat(output.counts()).containsExactly(40, 20, 20, 0);
        assertThat(output.results().get(39).toString() + output.results().get(0))
                .contains("batch_unanswered")
                .contains("no batch has brought an answer: tries=1");
    }

    @Test
    void linesThatFailOrAreLostOrComeTwice_everyPromptIsAnsweredOnce() {
        batches(options -> options.lineFaults(0.2).lostLines(0.2).doubledLines(0.2));

        assertAllAnswered(answersTo(100), 100);
    }

    @Test
    void outputFileThatComesLate_isWaitedFor() {
        batches(options -> options.lateOutput(Duration.ofSeconds(2)));

        assertAllAnswered(answersTo(20), 20);
        assertThat(seen().linesRun()).isEqualTo(20);
    }

    @Test
    void contentThatIsRefused_failsAlone() {
        sluice.provider(options -> options.poison("number 7 of"));
        Output output = answersTo(20);

        assertThat(output.counts()).containsExactly(20, 19, 1, 0);
        assertThat(output.results().get(7).path("error").path("status").asInt()).isEqualTo(400);
        assertThat(seen().batchesCreated()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "truncated,path=POST /files,times=1",
                "reset,path=POST /files,times=1",
                "500,path=POST /files,times=1",
                "truncated,path=POST /batches,times=1",
                "reset,path=POST /batches,times=1",
                "429,path=POST /files,times=1",
                "malformed,path=GET /batches,times=2",
                "error-body,path=GET /batches,times=2",
                "truncated,path=/content,times=1",
                "500,path=DELETE,times=1",
                "404,path=DELETE,times=1",
                "truncated,path=DELETE,times=1",
                "404,path=/content,times=1"
            })
    void replyThatIsLost_nothingIsDoneTwice(String fault) {
        sluice.faults(Fault.parse(fault));

        assertAllAnswered(answersTo(20), 20);
        sluice.untilIdle();
        assertThat(sluice.stats().faults().values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .as("the fault has happened")
                .isPositive();
        assertThat(seen().batchesCreated()).isEqualTo(1);
        assertThat(seen().linesRunTwice()).isZero();
    }

    @Test
    void stopped_theNextStartGoesOnWithTheSameBatch() {
        batches(options -> options.latency(Duration.ofSeconds(3)));
        sluice.drop("a.jsonl", prompts(20)).start();
        sluice.until("the batch runs", () -> seen().batchesCreated() == 1);
        sluice.stop();
        sluice.start();

        assertAllAnswered(sluice.output("a"), 20);
        assertThat(seen().batchesCreated()).isEqualTo(1);
        assertThat(seen().filesUploaded()).isEqualTo(1);
    }

    @Test
    void databaseIsLost_theRunningBatchIsFoundAgain() throws Exception {
        batches(options -> options.latency(Duration.ofSeconds(3)));
        sluice.drop("a.jsonl", prompts(20)).start();
        sluice.until("the batch runs", () -> seen().batchesCreated() == 1);
        sluice.stop();
        for (String file : sluice.files("state").stream()
                .filter(name -> name.startsWith("sluice.db"))
                .toList()) {
            Files.delete(sluice.path("state/" + file));
        }
        sluice.start();

        assertAllAnswered(sluice.output("a"), 20);
        assertThat(seen().batchesCreated()).isEqualTo(1);
        assertThat(seen().linesRun()).isEqualTo(20);
    }

    @Test
    void azure_hasItsOwnPaths() {
        sluice.set("sluice.provider.kind", "azure").set("sluice.provider.api-key", "k");
        sluice.set("sluice.provider.base-url", sluice.provider().root());
        sluice.set("sluice.provider.api-version", "2025-03-01-preview");

        assertAllAnswered(answersTo(20), 20);
        assertThat(seen().linesRun()).isEqualTo(20);
    }

    @Test
    void keyIsRevokedWhileResultsAreFetched_nothingIsLostAndTheReasonIsTold() {
        sluice.faults(Fault.parse("401:invalid_api_key,path=/content"));
        sluice.drop("a.jsonl", prompts(20)).start();

        sluice.until("the reason is told", () -> sluice.sluice().blocked().isPresent());
        sluice.faults();
        sluice.stop();
        sluice.start();

        assertAllAnswered(sluice.output("a"), 20);
        assertThat(seen().linesRun()).isEqualTo(20);
    }

    @Test
    void providerWithoutBatches_everythingGoesOnline() {
        sluice.faults(Fault.parse("404,path=POST /files"));

        assertAllAnswered(answersTo(20), 20);
        assertThat(seen().batchesCreated()).isZero();
    }

    @Test
    void cancelled_whatIsFinishedIsKept() {
        batches(options -> options.latency(Duration.ofMinutes(1)));
        sluice.drop("a.jsonl", prompts(200)).start();
        sluice.until(
                "some are answered",
                () -> BatchStore.read(home()).stream()
                        .anyMatch(batch -> batch.state() == Batch.State.RUNNING
                                && batch.remote().completed() > 0));
        cancelFirstJob();
        Output output = sluice.output("a");

        List<Integer> counts = output.counts();
        assertThat(counts.get(1)).isPositive();
        assertThat(counts.get(1) + counts.get(2)).isEqualTo(200);
        assertThat(output.report().path("cancelled").asBoolean()).isTrue();
        assertThat((long) counts.get(1)).isEqualTo(seen().linesRun());
    }

    @Test
    void laneAuto_smallFileGoesOnline() {
        sluice.profiles("default: {lane: auto, model: gpt-5-mini}");

        assertAllAnswered(answersTo(20), 20);
        assertThat(seen().batchesCreated()).isZero();
    }

    @Test
    void laneAuto_whatIsLateIsFinishedOnline() {
        sluice.profiles("default: {lane: auto, deadline: 40s, model: gpt-5-mini}");
        sluice.set("sluice.batch.auto-least-prompts", 10).set("sluice.batch.auto-least-minutes", 0);
        batches(options -> options.latency(Duration.ofHours(1)));
        Output output = answersTo(20);

        assertAllAnswered(output, 20);
        assertThat(seen().batchesCreated()).isEqualTo(1);
    }
}
