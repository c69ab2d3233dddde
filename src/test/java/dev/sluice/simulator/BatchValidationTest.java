package dev.sluice.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchValidationTest {
    private static final String CHAT = "/v1/chat/completions";
    private final Simulator simulator = Simulator.start(SimulatorOptions.builder()
            .models(List.of("m", "n"))
            .batch(b -> b.latency(Duration.ofMillis(1)))
            .build());
    private final Client client = new Client(simulator);
    private final BatchLines batches = new BatchLines(client);

    @AfterEach
    void close() {
        simulator.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'custom_id': | invalid_json_line |",
                "[1] | invalid_json_line |",
                "{} x | invalid_json_line |",
                "{'method':'POST','url':'/v1/chat/completions','body':{'model':'m'}} "
                        + "| missing_required_parameter | custom_id",
                "{'custom_id':'x','url':'/v1/chat/completions','body':{'model':'m'}} "
                        + "| missing_required_parameter | method",
                "{'custom_id':'x','method':'POST','url':'/v1/chat/completions'} "
                        + "| missing_required_parameter | body",
                "{'custom_id':'x','method':'POST','url':'/v1/chat/completions','body':{}} "
                        + "| missing_required_parameter | body.model",
                "{'custom_id':'id-1','method':'POST','url':'/v1/chat/completions','body':{'model':'m'}} "
                        + "| duplicate_custom_id | custom_id",
                "{'custom_id':'x','method':'GET','url':'/v1/chat/completions','body':{'model':'m'}} "
                        + "| invalid_method | method",
                "{'custom_id':'x','method':'POST','url':'/v1/embeddings','body':{'model':'m'}} | invalid_url | url",
                "{'custom_id':'x','method':'POST','url':'/chat/completions','body':{'model':'m'}} "
                        + "| invalid_url | url",
                "{'custom_id':'x','method':'POST','url':'/v1/chat/completions','body':{'model':'n'}} "
                        + "| mismatched_model | body.model",
            })
    void line_wrong_failsTheBatchWithItsNumber(String line, String code, String param) throws Exception {
        JsonNode failed = batches.run(BatchLines.chats(1) + line.replace('\'', '"') + "\n", "failed");

        assertThat(failed.path("failed_at").isIntegralNumber()).isTrue();
        assertThat(failed.path("errors").path("object").asText()).isEqualTo("list");
        assertThat(failed.path("errors").path("data")).hasSize(1);
        JsonNode error = failed.at("/errors/data/0");
        assertThat(error.path("code").asText()).isEqualTo(code);
        assertThat(error.path("line").intValue()).isEqualTo(2);
        assertThat(error.path("param").textValue()).isEqualTo(param);
        assertThat(error.path("message").asText()).isNotBlank();
        assertThat(failed.path("output_file_id").isNull()).isTrue();
        assertThat(simulator.stats().batches().linesRun()).isZero();
    }

    @Test
    void model_unknown_failsTheBatch() throws Exception {
        String line = BatchLines.line("a", CHAT, "{\"model\":\"other\",\"messages\":[]}");

        assertThat(codes(batches.run(line, "failed"))).containsExactly("model_not_found");
    }

    @Test
    void file_empty_failsTheBatch() throws Exception {
        assertThat(codes(batches.run("", "failed"))).containsExactly("empty_file");
    }

    @Test
    void file_tooManyLines_failsTheBatch() throws Exception {
        simulator.change(o -> o.batch(b -> b.maxLines(3)));

        batches.run(BatchLines.chats(3), "completed");
        assertThat(codes(batches.run(BatchLines.chats(4), "failed"))).containsExactly("too_many_tasks");
    }

    @Test
    void file_tooLong_failsTheBatch() throws Exception {
        String lines = BatchLines.chats(3);
        simulator.change(o -> o.batch(b -> b.maxBytes(lines.length() - 1)));

        assertThat(codes(batches.run(lines, "failed"))).containsExactly("file_too_large");
    }

    @Test
    void embeddings_tooManyInputs_failTheBatch() throws Exception {
        simulator.change(o -> o.batch(b -> b.maxInputs(3)));
        String url = "/v1/embeddings";
        String two = "{\"model\":\"m\",\"input\":[\"a\",\"b\"]}";
        String lines = BatchLines.line("a", url, two) + BatchLines.line("b", url, two);

        assertThat(codes(batches.await(batches.create(lines, url), "failed")))
                .containsExactly("too_many_embedding_inputs");
    }

    @Test
    void queue_full_failsTheBatchUntilAnotherIsDone() throws Exception {
        simulator.change(o -> o.batch(b -> b.latency(Duration.ofMinutes(10)))
                .limits("m", Limits.none().withEnqueuedTokens(30L)));
        String running = batches.create(BatchLines.chats(2));
        batches.await(running, "in_progress");

        JsonNode failed = batches.run(BatchLines.chats(2), "failed");
        assertThat(codes(failed)).containsExactly("token_limit_exceeded");
        assertThat(failed.at("/errors/data/0/message").asText()).contains("Limit: 30 enqueued tokens");
        client.ask("/v1/batches/" + running + "/cancel", "");
        batches.await(running, "cancelled");
        simulator.change(o -> o.batch(b -> b.latency(Duration.ofMillis(1))));
        batches.run(BatchLines.chats(2), "completed");
        batches.run(BatchLines.chats(2), "completed");
    }

    @ParameterizedTest
    @CsvSource({"429", "400"})
    void queue_full_mayRefuseTheBatchAtOnce(String status) throws Exception {
        client.ask(
                "/simulator/options",
                "{\"enqueued-tokens.m\":30,\"batch-queue-full\":\"" + status + "\",\"batch-latency\":\"10m\"}");
        String running = batches.create(BatchLines.chats(2));

        HttpResponse<String> refused =
                client.post("/v1/batches", BatchLines.order(client.upload(BatchLines.chats(2)), CHAT));
        assertThat(refused.statusCode()).isEqualTo(Integer.parseInt(status));
        assertThat(Client.json(refused).at("/error/code").asText()).isEqualTo("token_limit_exceeded");
        client.ask("/v1/batches/" + running + "/cancel", "");
        batches.await(running, "cancelled");
        batches.create(BatchLines.chats(2));
        assertThat(codes(batches.run("", "failed"))).containsExactly("empty_file");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | missing_required_parameter | endpoint",
                "{'endpoint':'/v1/images/generations','completion_window':'24h','input_file_id':'f'} "
                        + "| invalid_value | endpoint",
                "{'endpoint':'/chat/completions','completion_window':'24h','input_file_id':'f'} "
                        + "| invalid_value | endpoint",
                "{'endpoint':'/v1/embeddings','completion_window':'1h','input_file_id':'f'} "
                        + "| invalid_value | completion_window",
                "{'endpoint':'/v1/embeddings','completion_window':'24h'} | missing_required_parameter | input_file_id",
                "{'endpoint':'/v1/embeddings','completion_window':'24h','input_file_id':'file-0'} "
                        + "| invalid_value | input_file_id",
            })
    void create_wrong_isRefusedAtOnce(String body, String code, String param) throws Exception {
        HttpResponse<String> response = client.post("/v1/batches", body.replace('\'', '"'));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(Client.json(response).at("/error/code").asText()).isEqualTo(code);
        assertThat(Client.json(response).at("/error/param").asText()).isEqualTo(param);
        assertThat(simulator.stats().batches().batchesCreated()).isZero();
    }

    private static List<String> codes(JsonNode batch) {
        return batch.path("errors").path("data").findValuesAsText("code");
    }
}
