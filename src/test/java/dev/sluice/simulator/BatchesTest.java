package dev.sluice.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchesTest {
    private final Simulator simulator = Simulator.start(SimulatorOptions.builder()
            .batch(b -> b.latency(Duration.ofMillis(20)))
            .build());
    private final Client client = new Client(simulator);
    private final BatchLines batches = new BatchLines(client);

    @AfterEach
    void close() {
        simulator.close();
    }

    @Test
    void batch_soundFile_isAnsweredLikeTheEndpoint() throws Exception {
        String file = client.upload(BatchLines.chats(3));
        JsonNode created = client.ask("/v1/batches", BatchLines.order(file, "/v1/chat/completions"));
        JsonNode done = batches.await(created.path("id").asText(), "completed");

        assertThat(created.path("id").asText()).startsWith("batch_");
        assertThat(created.path("object").asText()).isEqualTo("batch");
        assertThat(created.path("status").asText()).isEqualTo("validating");
        assertThat(created.path("input_file_id").asText()).isEqualTo(file);
        assertThat(created.path("endpoint").asText()).isEqualTo("/v1/chat/completions");
        assertThat(created.path("completion_window").asText()).isEqualTo("24h");
        assertThat(created.path("metadata").path("job").asText()).isEqualTo("7");
        assertThat(created.path("expires_at").longValue())
                .isEqualTo(created.path("created_at").longValue() + 86_400);
        assertThat(created.path("output_file_id").isNull()).isTrue();
        assertThat(done.path("model").asText()).isEqualTo("m");
        assertThat(done.path("errors").isNull()).isTrue();
        assertThat(done.path("error_file_id").isNull()).isTrue();
        assertThat(done.path("request_counts")).isEqualTo(Client.json("{\"total\":3,\"completed\":3,\"failed\":0}"));
        assertThat(done.path("usage").path("input_tokens").intValue()).isEqualTo(3 * (2 + 3 + 3));
        for (String passed : List.of("in_progress_at", "finalizing_at", "completed_at")) {
            assertThat(done.path(passed).isIntegralNumber()).as(passed).isTrue();
        }
        for (String other : List.of("failed_at", "expired_at", "cancelling_at", "cancelled_at")) {
            assertThat(done.path(other).isNull()).as(other).isTrue();
        }
        JsonNode line = batches.byId(done.path("output_file_id")).get("id-2");
        assertThat(line.path("id").asText()).startsWith("batch_req_");
        assertThat(line.path("error").isNull()).isTrue();
        assertThat(line.path("response").path("status_code").intValue()).isEqualTo(200);
        assertThat(line.path("response").path("request_id").asText()).startsWith("req_");
        assertThat(line.path("response").path("body").path("object").asText()).isEqualTo("chat.completion");
        assertThat(line.path("response")
                        .path("body")
                        .at("/choices/0/message/content")
                        .asText())
                .isEqualTo("echo: prompt 2");
        JsonNode output = Client.json(
                client.get("/v1/files/" + done.path("output_file_id").asText()));
        assertThat(output.path("purpose").asText()).isEqualTo("batch_output");
        assertThat(output.path("filename").asText()).endsWith("_output.jsonl");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/v1/responses | {'model':'m','input':'red'} | /output/0/content/0/text | echo: red",
                "/v1/completions | {'model':'m','prompt':'red'} | /choices/0/text | echo: red",
                "/v1/embeddings | {'model':'m','input':'red','encoding_format':'base64'} | /data/0/object | embedding",
                "/v1/moderations | {'input':'[flag]'} | /results/0/flagged | true",
            })
    void batch_ofEachEndpoint_isAnswered(String url, String body, String place, String answer) throws Exception {
        String id = batches.create(BatchLines.line("a", url, body.replace('\'', '"')), url);
        JsonNode done = batches.await(id, "completed");

        assertThat(batches.file(done.path("output_file_id"))
                        .get(0)
                        .path("response")
                        .path("body")
                        .at(place)
                        .asText())
                .isEqualTo(answer);
    }

    @Test
    void output_manyLines_comesShuffledAndTheSameInEveryRun() throws Exception {
        List<String> order = outputIds(batches, 40);

        assertThat(order).hasSize(40).doesNotHaveDuplicates();
        assertThat(order.subList(0, 3)).isNotEqualTo(List.of("id-1", "id-2", "id-3"));
        try (Simulator again = Simulator.start(SimulatorOptions.builder().build())) {
            assertThat(outputIds(new BatchLines(new Client(again)), 40)).isEqualTo(order);
        }
    }

    @Test
    void lines_thatTheEndpointRefuses_areInTheErrorFile() throws Exception {
        simulator.change(o -> o.poison("venom"));
        JsonNode done = batches.run(
                BatchLines.chat("good", "red")
                        + BatchLines.chat("poisoned", "some venom")
                        + BatchLines.line("empty", "/v1/chat/completions", "{\"model\":\"m\",\"messages\":[]}"),
                "completed");

        assertThat(done.path("request_counts")).isEqualTo(Client.json("{\"total\":3,\"completed\":1,\"failed\":2}"));
        assertThat(batches.ids(done.path("output_file_id"))).containsExactly("good");
        Map<String, JsonNode> errors = batches.byId(done.path("error_file_id"));
        assertThat(errors).containsOnlyKeys("poisoned", "empty");
        assertThat(errors.get("poisoned").path("error").isNull()).isTrue();
        assertThat(errors.get("poisoned").at("/response/status_code").intValue())
                .isEqualTo(400);
        assertThat(errors.get("poisoned").at("/response/body/error/code").asText())
                .isEqualTo("invalid_prompt");
        assertThat(errors.get("empty").at("/response/body/error/code").asText()).isEqualTo("empty_array");
    }

    @Test
    void batch_whoseLinesAllFail_isCompletedWithAnErrorFileOnly() throws Exception {
        simulator.change(o -> o.batch(b -> b.lineFaults(1)));
        JsonNode done = batches.run(BatchLines.chats(20), "completed");

        assertThat(done.path("output_file_id").isNull()).isTrue();
        assertThat(batches.file(done.path("error_file_id")))
                .hasSize(20)
                .extracting(line -> line.at("/response/status_code").intValue())
                .containsOnly(429, 500);
        assertThat(simulator.stats().promptsAnswered()).isZero();
    }

    @Test
    void linesLostOrDoubled_areMissingOrTwiceInTheFiles() throws Exception {
        simulator.change(o -> o.batch(b -> b.lostLines(0.2).doubledLines(0.2)));
        JsonNode done = batches.run(BatchLines.chats(200), "completed");

        List<String> ids = batches.ids(done.path("output_file_id"));
        long different = ids.stream().distinct().count();
        assertThat(different).isBetween(120L, 190L);
        assertThat(ids.size() - different).isBetween(5L, 70L);
        assertThat(done.path("error_file_id").isNull()).isTrue();
        assertThat(done.path("request_counts").path("completed").intValue()).isEqualTo(200);
    }

    @Test
    void expiry_keepsWhatWasDoneAndSaysWhatWasNot() throws Exception {
        simulator.change(o -> o.batch(b -> b.expire(BatchExpiry.parse("0.4,skip=1,times=1"))));

        batches.run(BatchLines.chats(10), "completed");
        JsonNode expired = batches.run(BatchLines.chats(10), "expired");
        batches.run(BatchLines.chats(10), "completed");

        assertThat(expired.path("expired_at").isIntegralNumber()).isTrue();
        assertThat(expired.path("completed_at").isNull()).isTrue();
        assertThat(expired.path("request_counts"))
                .isEqualTo(Client.json("{\"total\":10,\"completed\":4,\"failed\":0}"));
        assertThat(batches.ids(expired.path("output_file_id")))
                .containsExactlyInAnyOrder("id-1", "id-2", "id-3", "id-4");
        assertThat(batches.file(expired.path("error_file_id"))).hasSize(6).allSatisfy(line -> {
            assertThat(line.get("response").isNull()).isTrue();
            assertThat(line.path("error").path("code").asText()).isEqualTo("batch_expired");
        });
    }

    @Test
    void expiry_setAgain_holdsAgain() throws Exception {
        for (int i = 0; i < 2; i++) {
            client.ask("/simulator/options", "{\"batch-expire\":\"0,times=1\"}");
            JsonNode expired = batches.run(BatchLines.chats(2), "expired");
            assertThat(expired.path("output_file_id").isNull()).isTrue();
            batches.run(BatchLines.chats(2), "completed");
        }
    }

    @Test
    void cancel_inProgress_keepsWhatWasDone() throws Exception {
        simulator.change(o -> o.batch(b -> b.latency(Duration.ofSeconds(40))));
        String id = batches.create(BatchLines.chats(100));
        batches.await(id, batch -> batch.at("/request_counts/completed").intValue() > 0);

        JsonNode cancelling = client.ask("/v1/batches/" + id + "/cancel", "");
        JsonNode cancelled = batches.await(id, "cancelled");

        assertThat(cancelling.path("status").asText()).isEqualTo("cancelling");
        assertThat(cancelled.path("cancelling_at").isIntegralNumber()).isTrue();
        assertThat(cancelled.path("cancelled_at").isIntegralNumber()).isTrue();
        int done = cancelled.at("/request_counts/completed").intValue();
        assertThat(done).isBetween(1, 99);
        assertThat(batches.file(cancelled.path("output_file_id"))).hasSize(done);
        assertThat(cancelled.path("error_file_id").isNull()).isTrue();
        assertThat(client.post("/v1/batches/" + id + "/cancel", "").statusCode())
                .isEqualTo(409);
    }

    @Test
    void cancel_atOnce_endsItAndFreesItsRoom() throws Exception {
        simulator.change(o -> o.batch(b -> b.latency(Duration.ofMinutes(10)))
                .limits(Limits.none().withEnqueuedTokens(10L)));
        for (int i = 0; i < 10; i++) {
            String id = batches.create(BatchLines.chats(1));
            client.ask("/v1/batches/" + id + "/cancel", "");
            batches.await(id, "cancelled");
        }

        simulator.change(o -> o.batch(b -> b.latency(Duration.ZERO)));
        batches.run(BatchLines.chats(1), "completed");
    }

    @Test
    void list_comesNewestFirstInPages() throws Exception {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            ids.add(0, batches.create(BatchLines.chats(1)));
        }

        JsonNode page = Client.json(client.get("/v1/batches?limit=2"));
        JsonNode rest = Client.json(client.get("/v1/batches?limit=2&after=" + ids.get(1)));

        assertThat(page.path("data").findValuesAsText("id")).isEqualTo(ids.subList(0, 2));
        assertThat(page.path("has_more").booleanValue()).isTrue();
        assertThat(page.path("last_id").asText()).isEqualTo(ids.get(1));
        assertThat(rest.path("data").findValuesAsText("id")).containsExactly(ids.get(2));
        assertThat(rest.path("has_more").booleanValue()).isFalse();
        assertThat(client.get("/v1/batches?limit=101").statusCode()).isEqualTo(400);
        assertThat(client.get("/v1/batches/batch_0").statusCode()).isEqualTo(404);
        assertThat(simulator.stats().batches().batchLists()).isEqualTo(3);
    }

    @Test
    void lateOutput_isNamedAWhileAfterCompletion() throws Exception {
        simulator.change(o -> o.batch(b -> b.lateOutput(Duration.ofHours(1))));
        JsonNode early = batches.run(BatchLines.chats(1), "completed");
        simulator.change(o -> o.batch(b -> b.lateOutput(Duration.ofMillis(50))));
        JsonNode late = batches.await(batches.create(BatchLines.chats(1)), batch -> batch.hasNonNull("output_file_id"));

        assertThat(early.path("output_file_id").isNull()).isTrue();
        assertThat(late.path("status").asText()).isEqualTo("completed");
        assertThat(batches.ids(late.path("output_file_id"))).containsExactly("id-1");
    }

    @Test
    void pollAfter_isSentWithBatchesOnly() throws Exception {
        simulator.change(o -> o.batch(b -> b.pollAfter(Duration.ofMillis(750))));
        String id = batches.create(BatchLines.chats(1));

        assertThat(client.get("/v1/batches/" + id).headers().firstValue("openai-poll-after-ms"))
                .hasValue("750");
        assertThat(client.get("/v1/files").headers().firstValue("openai-poll-after-ms"))
                .isEmpty();
    }

    @Test
    void onlineLimits_areNotTouchedByBatches() throws Exception {
        simulator.change(o -> o.requestsPerMinute(1).tokensPerMinute(20));

        batches.run(BatchLines.chats(20), "completed");

        assertThat(client.chat("red").statusCode()).isEqualTo(200);
        assertThat(simulator.stats().rateLimited()).isZero();
        assertThat(simulator.stats().tokensAdmitted()).isEqualTo(7);
    }

    @Test
    void azure_bothPathsAndUrlsWithoutVersion_work() throws Exception {
        String version = "?api-version=2025-04-01-preview";
        JsonNode file = Client.json(client.postForm(
                "/openai/files" + version,
                Map.of(
                        "purpose",
                        "batch",
                        "file",
                        BatchLines.line("a", "/chat/completions", Client.chatBody("red"))
                                + BatchLines.line("b", "/v1/chat/completions", "{\"model\":\"m\"}"))));
        String id = client.ask(
                        "/openai/batches" + version,
                        BatchLines.order(file.path("id").asText(), "/chat/completions"))
                .path("id")
                .asText();
        JsonNode done = batches.await(id, "completed");

        assertThat(Client.json(client.get("/openai/v1/batches/" + id))).isEqualTo(done);
        assertThat(Client.json(client.get("/openai/batches/" + id + version))).isEqualTo(done);
        assertThat(batches.ids(done.path("output_file_id"))).containsExactly("a");
        JsonNode error = batches.file(done.path("error_file_id")).get(0).at("/response/body/error");
        assertThat(error.path("code").asText()).isEqualTo("missing_required_parameter");
        assertThat(error.has("type")).isFalse();
        assertThat(client.get("/openai/batches").statusCode()).isEqualTo(404);
        assertThat(client.get("/openai/filesystem" + version).statusCode()).isEqualTo(404);
    }

    @Test
    void faults_meetCallsAboutBatches() throws Exception {
        String file = client.upload(BatchLines.chats(1));
        String order = BatchLines.order(file, "/v1/chat/completions");
        simulator.breakWith(Fault.parse("reset,path=POST /batches"));
        assertThatThrownBy(() -> client.post("/v1/batches", order)).isInstanceOf(IOException.class);
        simulator.breakWith(Fault.parse("429,path=POST /batches"));
        assertThat(client.post("/v1/batches", order).statusCode()).isEqualTo(429);
        assertThat(simulator.stats().batches().batchesCreated()).isZero();

        simulator.breakWith(Fault.parse("malformed,path=POST /batches"));
        assertThat(client.post("/v1/batches", order).statusCode()).isEqualTo(200);
        assertThat(simulator.stats().batches().batchesCreated()).isEqualTo(1);
    }

    @Test
    void stats_tellWhatBatchesDid() throws Exception {
        batches.run(BatchLines.chats(3), "completed");
        batches.run(BatchLines.chats(2) + BatchLines.chat("id-3", "another"), "completed");
        client.chat("prompt 1");
        BatchStats stats = simulator.stats().batches();

        assertThat(stats.filesUploaded()).isEqualTo(2);
        assertThat(stats.uploadBytes()).isEqualTo(2L * BatchLines.chats(3).length() - 1);
        assertThat(stats.filesExisting()).isEqualTo(4);
        assertThat(stats.fileRequests()).isEqualTo(2);
        assertThat(stats.batchesCreated()).isEqualTo(2);
        assertThat(stats.batchRequests()).isGreaterThanOrEqualTo(4);
        assertThat(stats.linesRun()).isEqualTo(6);
        assertThat(stats.linesRunTwice()).isEqualTo(2);
        assertThat(simulator.stats().promptsAnswered()).isEqualTo(7);
        assertThat(simulator.stats().answeredTwice()).isEqualTo(Map.of("prompt 1", 3, "prompt 2", 2));
        JsonNode json = Client.json(client.get("/simulator/stats")).path("batch_api");
        assertThat(json.path("lines_run").intValue()).isEqualTo(6);
        assertThat(json.path("files_existing").intValue()).isEqualTo(4);
    }

    @Test
    void inputFile_deletedWhileItRuns_isReadToTheEnd() throws Exception {
        simulator.change(o -> o.batch(b -> b.latency(Duration.ofMillis(500))));
        String file = client.upload(BatchLines.chats(50));
        String id = client.ask("/v1/batches", BatchLines.order(file, "/v1/chat/completions"))
                .path("id")
                .asText();
        batches.await(id, batch -> !batch.path("status").asText().equals("validating"));

        HttpResponse<String> deleted = client.delete("/v1/files/" + file);

        assertThat(deleted.statusCode()).isEqualTo(200);
        assertThat(batches.file(batches.await(id, "completed").path("output_file_id")))
                .hasSize(50);
    }

    @Test
    void output_withExpiry_goesWithIt() throws Exception {
        String file = client.upload(BatchLines.chats(1));
        String order = BatchLines.order(file, "/v1/chat/completions")
                .replace("}}", "},\"output_expires_after\":{\"anchor\":\"created_at\",\"seconds\":3600}}");
        String id = client.ask("/v1/batches", order).path("id").asText();
        JsonNode done = batches.await(id, "completed");

        JsonNode output = Client.json(
                client.get("/v1/files/" + done.path("output_file_id").asText()));
        assertThat(output.path("expires_at").longValue())
                .isEqualTo(output.path("created_at").longValue() + 3_600);
    }

    private static List<String> outputIds(BatchLines batches, int count) throws Exception {
        JsonNode done = batches.run(BatchLines.chats(count), "completed");
        return batches.ids(done.path("output_file_id"));
    }
}
