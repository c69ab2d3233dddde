package dev.sluice.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.time.Ticker;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OrganizationTest {
    private static final String CHAT =
            "{\"model\":\"gpt\",\"messages\":[{\"role\":\"user\",\"content\":\"What is a weir?\"}]}";
    /** From the clock's first day, 2026-11-21, to the end of the next one. */
    private static final String TWO_DAYS = "start_time=1795219200&end_time=1795392000&bucket_width=1d";

    private final HandClock clock = new HandClock();
    private final Simulator simulator =
            Simulator.start(SimulatorOptions.builder().build(), Ticker.system(), clock);
    private final Client client = new Client(simulator);

    @AfterEach
    void close() {
        simulator.close();
    }

    private JsonNode told(String path) throws Exception {
        return Client.json(client.get("/v1/organization/" + path).body());
    }

    private JsonNode usage(String kind) throws Exception {
        return told("usage/" + kind + "?" + TWO_DAYS + "&group_by=model").path("data");
    }

    private JsonNode chat(String... headers) throws Exception {
        return Client.json(client.post("/v1/chat/completions", CHAT, headers).body())
                .path("usage");
    }

    @Test
    void usage_isWhatWasServed_byDayAndModel() throws Exception {
        JsonNode one = chat();
        assertThat(chat().path("total_tokens")).isEqualTo(one.path("total_tokens"));
        clock.advance(Duration.ofDays(1));
        assertThat(chat().path("total_tokens")).isEqualTo(one.path("total_tokens"));

        JsonNode days = usage("completions");

        assertThat(days).hasSize(2);
        JsonNode first = days.path(0).path("results").path(0);
        assertThat(days.path(0).path("start_time").longValue()).isEqualTo(1_795_219_200L);
        assertThat(first.path("model").asText()).isEqualTo("gpt");
        assertThat(first.path("num_model_requests").longValue()).isEqualTo(2);
        assertThat(first.path("input_tokens").longValue())
                .isEqualTo(2 * one.path("prompt_tokens").longValue());
        assertThat(first.path("output_tokens").longValue())
                .isEqualTo(2 * one.path("completion_tokens").longValue());
        assertThat(days.at("/1/results/0/num_model_requests").longValue()).isOne();
        assertThat(usage("embeddings").at("/0/results")).isEmpty();
    }

    @Test
    void usage_countsNothingThatWasNotServed() throws Exception {
        simulator.breakWith(Fault.status(500));
        assertThat(client.post("/v1/chat/completions", CHAT).statusCode()).isEqualTo(500);
        simulator.mend();
        assertThat(client.get("/v1/models").statusCode()).isEqualTo(200);

        assertThat(usage("completions").at("/0/results")).isEmpty();
    }

    @Test
    void usage_ofOtherEndpoints_standsApart() throws Exception {
        assertThat(client.post("/v1/embeddings", "{\"model\":\"e\",\"input\":[\"a\",\"b\"]}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(client.post("/v1/moderations", "{\"input\":\"a\"}").statusCode())
                .isEqualTo(200);
        assertThat(client.post("/v1/images/generations", "{\"model\":\"dall-e-2\",\"prompt\":\"a\",\"n\":3}")
                        .statusCode())
                .isEqualTo(200);

        assertThat(usage("completions").at("/0/results")).isEmpty();
        assertThat(usage("embeddings").at("/0/results/0/input_tokens").longValue())
                .isEqualTo(2);
        assertThat(usage("moderations").at("/0/results/0/model").asText()).isEqualTo("omni-moderation-latest");
        assertThat(usage("images").at("/0/results/0/images").longValue()).isEqualTo(3);
        assertThat(usage("images").at("/0/results/0").has("input_tokens")).isFalse();
    }

    @Test
    void usage_ofAResponseInTheBackground_countsOnceItIsDone() throws Exception {
        simulator.change(o -> o.runs(r -> r.duration(Latency.fixed(Duration.ofSeconds(10)))));
        JsonNode started =
                client.ask("/v1/responses", "{\"model\":\"gpt\",\"input\":\"What is a weir?\",\"background\":true}");
        assertThat(usage("completions").at("/0/results")).isEmpty();

        clock.advance(Duration.ofSeconds(11));

        JsonNode done = Client.json(
                client.get("/v1/responses/" + started.path("id").asText()).body());
        JsonNode result = usage("completions").at("/0/results/0");
        assertThat(result.path("num_model_requests").longValue()).isOne();
        assertThat(result.path("input_tokens")).isEqualTo(done.path("usage").path("input_tokens"));
        assertThat(result.path("output_tokens")).isEqualTo(done.path("usage").path("output_tokens"));
    }

    @Test
    void pages_goOnWhereTheLastOneEnded() throws Exception {
        clock.advance(Duration.ofDays(1));
        assertThat(chat().isEmpty()).isFalse();

        JsonNode first = told("usage/completions?" + TWO_DAYS + "&limit=1&group_by=model");
        String next = first.path("next_page").asText();
        JsonNode second = told("usage/completions?" + TWO_DAYS + "&limit=1&group_by=model&page=" + next);

        assertThat(first.path("has_more").asBoolean()).isTrue();
        assertThat(first.path("data")).hasSize(1);
        assertThat(second.at("/data/0/results")).hasSize(1);
        assertThat(second.path("has_more").asBoolean()).isFalse();
        assertThat(second.path("next_page").isNull()).isTrue();
    }

    @Test
    void project_narrowsIt() throws Exception {
        assertThat(chat("OpenAI-Project", "proj_a").isEmpty()).isFalse();
        assertThat(chat("OpenAI-Project", "proj_b").isEmpty()).isFalse();

        assertThat(told("usage/completions?" + TWO_DAYS + "&group_by=model&project_ids=proj_a")
                        .at("/data/0/results/0/num_model_requests")
                        .longValue())
                .isOne();
    }

    @Test
    void costs_areThoseOfThePrices_batchesAtHalf() throws Exception {
        simulator.change(o -> o.batch(b -> b.latency(Duration.ofMillis(20)))
                .organization(
                        u -> u.withPrice("m", new TokenPrice(BigDecimal.ONE, BigDecimal.ZERO, BigDecimal.valueOf(4)))));
        BatchLines batches = new BatchLines(client);
        String file = client.upload(BatchLines.chats(3));
        JsonNode created = client.ask("/v1/batches", BatchLines.order(file, "/v1/chat/completions"));
        JsonNode usage = batches.await(created.path("id").asText(), "completed").path("usage");

        JsonNode items = told("costs?" + TWO_DAYS + "&group_by=line_item").at("/data/0/results");

        assertThat(items.findValuesAsText("line_item")).containsExactly("m, input", "m, output");
        assertThat(items.at("/0/amount/currency").asText()).isEqualTo("usd");
        assertThat(items.at("/0/amount/value").decimalValue())
                .isEqualByComparingTo(
                        BigDecimal.valueOf(usage.path("input_tokens").longValue(), 6)
                                .divide(BigDecimal.valueOf(2)));
        assertThat(items.at("/1/amount/value").decimalValue())
                .isEqualByComparingTo(
                        BigDecimal.valueOf(2 * usage.path("output_tokens").longValue(), 6));
    }

    @Test
    void snapshot_isNamedInsteadOfTheModel() throws Exception {
        simulator.change(o -> o.organization(u -> u.withSnapshot(LocalDate.of(2026, 8, 7))));
        assertThat(chat().isEmpty()).isFalse();

        assertThat(usage("completions").at("/0/results/0/model").asText()).isEqualTo("gpt-2026-08-07");
    }

    @Test
    void adminKey_isAskedFor_andOpensNothingElse() throws Exception {
        simulator.change(o -> o.keys(List.of("plain")).organization(u -> u.withAdminKeys(Set.of("admin"))));
        String path = "/v1/organization/costs?" + TWO_DAYS;

        HttpResponse<String> none = client.get(path);
        HttpResponse<String> plain = client.send("GET", path, "", "Authorization", "Bearer plain");
        HttpResponse<String> wrong = client.send("GET", path, "", "Authorization", "Bearer other");
        HttpResponse<String> admin = client.send("GET", path, "", "Authorization", "Bearer admin");

        assertThat(List.of(none.statusCode(), plain.statusCode(), wrong.statusCode(), admin.statusCode()))
                .containsExactly(401, 403, 401, 200);
        assertThat(client.post("/v1/chat/completions", CHAT, "Authorization", "Bearer admin")
                        .statusCode())
                .isEqualTo(401);
        assertThat(simulator.options().toString()).doesNotContain("admin\"").doesNotContain("plain");
    }

    @Test
    void badQuestions_areRefused() throws Exception {
        assertThat(client.get("/v1/organization/costs").statusCode()).isEqualTo(400);
        assertThat(client.get("/v1/organization/costs?start_time=x").statusCode())
                .isEqualTo(400);
        assertThat(client.get("/v1/organization/costs?start_time=1&bucket_width=1h")
                        .statusCode())
                .isEqualTo(400);
        assertThat(client.get("/v1/organization/usage/completions?start_time=1&limit=32")
                        .statusCode())
                .isEqualTo(400);
        assertThat(client.get("/v1/organization/costs?start_time=1&page=nowhere")
                        .statusCode())
                .isEqualTo(400);
    }
}
