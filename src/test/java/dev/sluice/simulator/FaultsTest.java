package dev.sluice.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultsTest {
    private static final String LIST = "{\"model\":\"m\",\"prompt\":[\"a\",\"b\",\"c\"]}";
    private final Simulator simulator =
            Simulator.start(SimulatorOptions.builder().build());
    private final Client client = new Client(simulator);

    @AfterEach
    void close() {
        simulator.close();
    }

    @ParameterizedTest
    @CsvSource({
        "500,500,server_error,",
        "502,502,server_error,",
        "503,503,server_error,server_is_overloaded",
        "408,408,invalid_request_error,",
        "409,409,invalid_request_error,",
        "429,429,requests,rate_limit_exceeded",
        "429:insufficient_quota,429,insufficient_quota,insufficient_quota",
        "429:slow_down,429,requests,slow_down",
        "401,401,invalid_request_error,invalid_api_key",
        "403,403,invalid_request_error,",
        "400:context_length_exceeded,400,invalid_request_error,context_length_exceeded",
        "404,404,invalid_request_error,model_not_found",
    })
    void status_onDemand_comesWithTheUsualBody(String fault, int status, String type, String code) throws Exception {
        simulator.breakWith(Fault.parse(fault));

        HttpResponse<String> response = client.chat("a");

        assertThat(response.statusCode()).isEqualTo(status);
        JsonNode error = Client.json(response).path("error");
        assertThat(error.path("type").asText()).isEqualTo(type);
        assertThat(error.path("code").textValue()).isEqualTo(code);
        assertThat(simulator.stats().faults()).containsEntry(fault, 1L);
        assertThat(simulator.stats().statuses()).containsEntry(status, 1L);
        assertThat(simulator.stats().answered()).isZero();
    }

    @Test
    void status_withDuration_sendsItAsRetryAfter() throws Exception {
        simulator.breakWith(Fault.parse("429:rate_limit_exceeded,duration=1500ms,times=1"));

        HttpResponse<String> response = client.chat("a");

        assertThat(response.headers().firstValue("retry-after-ms")).hasValue("1500");
        assertThat(response.headers().firstValue("Retry-After")).hasValue("2");
        assertThat(client.chat("a").statusCode()).isEqualTo(200);
    }

    @Test
    void reset_closesTheConnectionWithoutAnswer() throws Exception {
        simulator.breakWith(Fault.of(Fault.Kind.RESET));

        assertThatThrownBy(() -> client.chat("a")).isInstanceOf(IOException.class);
        assertThat(simulator.stats().statuses()).containsEntry(0, 1L);
    }

    @Test
    void hang_neverAnswersUntilTheEnd() throws Exception {
        simulator.breakWith(Fault.of(Fault.Kind.HANG).times(1));

        CompletableFuture<HttpResponse<String>> hanging =
                client.postAsync("/v1/chat/completions", Client.chatBody("hang"));
        await().until(() -> !simulator.stats().faults().isEmpty());
        assertThat(client.chat("b").statusCode()).isEqualTo(200);
        assertThat(hanging).isNotDone();
        simulator.close();

        assertThatThrownBy(hanging::get).isInstanceOf(ExecutionException.class).hasCauseInstanceOf(IOException.class);
    }

    @Test
    void hang_withDuration_closesTheConnectionAfterIt() throws Exception {
        simulator.breakWith(Fault.of(Fault.Kind.HANG).withDuration(Duration.ofMillis(5)));

        assertThatThrownBy(() -> client.chat("a")).isInstanceOf(IOException.class);
    }

    @Test
    void malformed_isNotJsonButComplete() throws Exception {
        simulator.breakWith(Fault.of(Fault.Kind.MALFORMED));

        HttpResponse<String> response = client.chat("a");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThatThrownBy(() -> new ObjectMapper().readTree(response.body())).isInstanceOf(IOException.class);
    }

    @Test
    void truncated_announcesMoreThanItSends() throws Exception {
        simulator.breakWith(Fault.of(Fault.Kind.TRUNCATED));

        assertThatThrownBy(() -> client.chat("a")).isInstanceOf(IOException.class);
    }

    @Test
    void emptyBodyAndHtml_areNoJson() throws Exception {
        simulator.breakWith(Fault.of(Fault.Kind.EMPTY_BODY));
        HttpResponse<String> empty = client.chat("a");
        simulator.breakWith(Fault.of(Fault.Kind.HTML));
        HttpResponse<String> html = client.chat("a");

        assertThat(empty.statusCode()).isEqualTo(200);
        assertThat(empty.body()).isEmpty();
        assertThat(html.statusCode()).isEqualTo(502);
        assertThat(html.body()).startsWith("<html>");
    }

    @Test
    void errorBody_comesWithStatus200() throws Exception {
        simulator.breakWith(Fault.parse("error-body"));

        assertThat(client.ask("/v1/chat/completions", Client.chatBody("a"))
                        .at("/error/type")
                        .asText())
                .isEqualTo("server_error");
        assertThat(simulator.stats().promptsAnswered()).isZero();
    }

    @Test
    void slowBody_arrivesWhole() throws Exception {
        simulator.breakWith(Fault.of(Fault.Kind.SLOW_BODY).withDuration(Duration.ofMillis(20)));

        JsonNode reply = client.ask("/v1/completions", LIST);

        assertThat(reply.path("choices")).hasSize(3);
        assertThat(simulator.stats().promptsAnswered()).isEqualTo(3);
    }

    @Test
    void missingIndex_leavesOneItemOut() throws Exception {
        simulator.breakWith(Fault.of(Fault.Kind.MISSING_INDEX));

        assertThat(EndpointsTest.indexes(client.ask("/v1/completions", LIST).path("choices")))
                .hasSize(2)
                .doesNotHaveDuplicates()
                .isSubsetOf(0, 1, 2);
    }

    @Test
    void noIndex_takesTheFieldFromOneItem() throws Exception {
        simulator.breakWith(Fault.of(Fault.Kind.NO_INDEX));

        JsonNode choices = client.ask("/v1/completions", LIST).path("choices");

        assertThat(choices).hasSize(3);
        assertThat(choices.findValues("index")).hasSize(2);
    }

    @Test
    void repeatedIndex_givesOneItemTheIndexOfAnother() throws Exception {
        simulator.breakWith(Fault.of(Fault.Kind.REPEATED_INDEX));

        List<Integer> list =
                EndpointsTest.indexes(client.ask("/v1/completions", LIST).path("choices"));
        JsonNode single = client.ask("/v1/chat/completions", Client.chatBody("a"));

        assertThat(list).hasSize(3);
        assertThat(list.stream().distinct()).hasSize(2);
        assertThat(EndpointsTest.indexes(single.path("choices"))).containsExactly(0, 0);
    }

    @Test
    void foreignIndex_inventsOne() throws Exception {
        simulator.breakWith(Fault.of(Fault.Kind.FOREIGN_INDEX));

        assertThat(EndpointsTest.indexes(client.ask("/v1/embeddings", "{\"model\":\"m\",\"input\":[\"a\",\"b\"]}")
                        .path("data")))
                .contains(1_002);
    }

    @Test
    void emptyChoicesAndContentFilter_giveNoText() throws Exception {
        simulator.breakWith(Fault.of(Fault.Kind.EMPTY_CHOICES));
        JsonNode empty = client.ask("/v1/completions", LIST);
        simulator.breakWith(Fault.of(Fault.Kind.CONTENT_FILTER));
        JsonNode filtered = client.ask("/v1/chat/completions", Client.chatBody("a"))
                .path("choices")
                .path(0);

        assertThat(empty.path("choices")).isEmpty();
        assertThat(filtered.path("finish_reason").asText()).isEqualTo("content_filter");
        assertThat(filtered.path("message").path("content").asText()).isEmpty();
    }

    @Test
    void moderations_missingOrRepeated_shiftNothingElse() throws Exception {
        String body = "{\"input\":[\"a\",\"b\",\"c\"]}";
        simulator.breakWith(Fault.of(Fault.Kind.MISSING_INDEX));
        assertThat(client.ask("/v1/moderations", body).path("results")).hasSize(2);

        simulator.breakWith(Fault.of(Fault.Kind.REPEATED_INDEX));
        assertThat(client.ask("/v1/moderations", body).path("results")).hasSize(3);
    }

    @Test
    void fault_onText_meetsOnlyRequestsWithIt() throws Exception {
        simulator.breakWith(Fault.status(500).onText("bad"));

        assertThat(client.chat("good").statusCode()).isEqualTo(200);
        assertThat(client.chat("a bad one").statusCode()).isEqualTo(500);
    }

    @Test
    void fault_onPath_meetsOnlyRequestsOfIt() throws Exception {
        simulator.change(o -> o.faults(Fault.parse("503,path=GET /batches?limit")));

        assertThat(client.get("/v1/batches?limit=5").statusCode()).isEqualTo(503);
        assertThat(client.get("/v1/batches").statusCode()).isEqualTo(200);
        assertThat(client.chat("a").statusCode()).isEqualTo(200);
    }

    @Test
    void fault_times_endsAfterThem() throws Exception {
        simulator.breakWith(Fault.status(503).times(2));

        assertThat(statuses(4)).containsExactly(503, 503, 200, 200);
    }

    @Test
    void fault_probability_repeatsWithTheSeed() throws Exception {
        simulator.breakWith(Fault.status(500).withProbability(0.5));
        List<Integer> statuses = statuses(40);

        assertThat(statuses).contains(200, 500);
        try (Simulator again =
                Simulator.start(SimulatorOptions.parse(Map.of("faults", "500,probability=0.5", "seed", "1")))) {
            Client other = new Client(again);
            for (int expected : statuses) {
                assertThat(other.chat("a").statusCode()).isEqualTo(expected);
            }
        }
    }

    @Test
    void poison_inAList_failsTheWholeRequestWith400() throws Exception {
        simulator.change(o -> o.poison("venom"));

        HttpResponse<String> response =
                client.post("/v1/completions", "{\"model\":\"m\",\"prompt\":[\"a\",\"some venom\",\"c\"]}");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(client.post("/v1/completions", LIST).statusCode()).isEqualTo(200);
        assertThat(simulator.stats().timesSent("a")).isEqualTo(2);
        assertThat(simulator.stats().timesAnswered("a")).isEqualTo(1);
    }

    private List<Integer> statuses(int count) throws Exception {
        Integer[] statuses = new Integer[count];
        for (int i : IntStream.range(0, count).toArray()) {
            statuses[i] = client.chat("a").statusCode();
        }
        return List.of(statuses);
    }
}
