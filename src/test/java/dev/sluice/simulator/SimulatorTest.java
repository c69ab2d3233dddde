package dev.sluice.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.ConnectException;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SimulatorTest {
    private final HandTicker ticker = new HandTicker();
    private final Simulator simulator =
            Simulator.start(SimulatorOptions.builder().build(), ticker, Clock.systemUTC());
    private final Client client = new Client(simulator);

    @AfterEach
    void close() {
        simulator.close();
    }

    @Test
    void baseUrl_isLoopbackAndEndsInVersion() {
        assertThat(simulator.baseUrl()).hasToString("http://127.0.0.1:" + simulator.port() + "/v1");
    }

    @Test
    void stats_countRequestsPromptsAndTokens() throws Exception {
        client.ask("/v1/completions", "{\"model\":\"m\",\"prompt\":[\"a\",\"b\"],\"max_tokens\":50}");
        ticker.advance(Duration.ofMillis(2_500));
        client.ask("/v1/completions", "{\"model\":\"m\",\"prompt\":[\"b\",\"c\"],\"max_tokens\":50}");
        client.post("/v1/completions", "{\"model\":\"m\"}");
        SimulatorStats stats = simulator.stats();

        assertThat(stats.requests()).isEqualTo(3);
        assertThat(stats.answered()).isEqualTo(2);
        assertThat(stats.promptsAnswered()).isEqualTo(4);
        assertThat(stats.statuses()).containsEntry(200, 2L).containsEntry(400, 1L);
        assertThat(stats.timesSent("b")).isEqualTo(2);
        assertThat(stats.timesAnswered("c")).isEqualTo(1);
        assertThat(stats.answeredTwice()).containsOnlyKeys("b");
        assertThat(stats.distinctPrompts()).isEqualTo(3);
        assertThat(stats.tokensAdmitted()).isEqualTo(200);
        assertThat(stats.admittedPerSecond())
                .containsEntry(0L, new Load(1, 100))
                .containsEntry(2L, new Load(1, 100));
        assertThat(stats.busiestMinute()).isEqualTo(new Load(2, 200));
        assertThat(stats.arrivalNanos()).hasSize(3);
        assertThat(stats.underWay()).isZero();
    }

    @Test
    void stats_lastRequest_keepsHeadersAndBody() throws Exception {
        client.post("/v1/chat/completions", Client.chatBody("red"), "Authorization", "Bearer k", "X-Client", "7");
        SeenRequest seen = simulator.stats().lastRequest().orElseThrow();

        assertThat(seen.method()).isEqualTo("POST");
        assertThat(seen.uri()).isEqualTo("/v1/chat/completions");
        assertThat(seen.header("x-client")).hasValue("7");
        assertThat(seen.body()).isEqualTo(Client.chatBody("red"));
        assertThat(seen.status()).isEqualTo(200);
        assertThat(seen.toString()).doesNotContain("Bearer");
    }

    @Test
    void stats_withoutRecording_keepNumbersOnly() throws Exception {
        simulator.change(o -> o.recording(false));
        client.chat("red");

        assertThat(simulator.stats().answered()).isEqualTo(1);
        assertThat(simulator.stats().timesSent("red")).isZero();
        assertThat(simulator.stats().lastRequest()).isEmpty();
    }

    @Test
    void latency_manyAtOnce_waitWithoutAThreadEach() throws Exception {
        simulator.change(o -> o.latency(Duration.ofHours(1)));
        for (int i = 0; i < 100; i++) {
            client.postAsync("/v1/chat/completions", Client.chatBody("waits"));
        }
        await().until(() -> simulator.stats().underWay() == 100);

        simulator.change(o -> o.latency(Duration.ZERO));
        assertThat(client.chat("does not wait").statusCode()).isEqualTo(200);
        assertThat(simulator.stats().maxUnderWay()).isEqualTo(101);
    }

    @Test
    void latency_short_isOverBeforeTheAnswer() throws Exception {
        simulator.change(o -> o.latency(Duration.ofMillis(20)));

        assertThat(client.ask("/v1/completions", "{\"model\":\"m\",\"prompt\":[\"a\",\"b\"]}")
                        .path("choices"))
                .hasSize(2);
    }

    @Test
    void change_inMidRun_revokesAndRestoresTheKey() throws Exception {
        simulator.change(o -> o.keys(List.of("other")));
        assertThat(client.chat("a").statusCode()).isEqualTo(401);

        simulator.change(o -> o.keys(List.of()));
        assertThat(client.chat("a").statusCode()).isEqualTo(200);
    }

    @Test
    void change_otherOption_keepsCountingTheFaults() throws Exception {
        simulator.breakWith(Fault.status(500).times(2));
        assertThat(client.chat("a").statusCode()).isEqualTo(500);
        simulator.change(o -> o.requestsPerMinute(1_000_000));
        assertThat(client.chat("a").statusCode()).isEqualTo(500);
        assertThat(client.chat("a").statusCode()).isEqualTo(200);
    }

    @Test
    void control_optionsByHttp_breakAndMend() throws Exception {
        HttpResponse<String> broken = client.post(
                "/simulator/options", "{\"faults\":[\"503\"],\"requests-per-minute\":600,\"models\":[\"m\",\"n\"]}");
        assertThat(broken.statusCode()).isEqualTo(200);
        assertThat(client.chat("a").statusCode()).isEqualTo(503);
        assertThat(simulator.options().limits().get("*").requestsPerMinute()).isEqualTo(600);
        assertThat(simulator.options().models()).containsExactlyInAnyOrder("m", "n");

        client.post("/simulator/options", "{\"faults\":\"\",\"requests-per-minute\":null}");
        assertThat(client.chat("a").statusCode()).isEqualTo(200);
        assertThat(simulator.options().limits().get("*").requestsPerMinute()).isNull();
    }

    @Test
    void control_unknownOption_isRefusedAndNothingChanges() throws Exception {
        HttpResponse<String> response =
                client.post("/simulator/options", "{\"poison\":\"x\",\"requests-per-minut\":600}");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("requests-per-minut").contains("latency");
        assertThat(simulator.options().poison()).isNull();
    }

    @Test
    void control_stats_areJson() throws Exception {
        client.chat("a");
        JsonNode stats = Client.json(client.get("/simulator/stats"));

        assertThat(stats.path("requests").intValue()).isEqualTo(1);
        assertThat(stats.path("statuses").path("200").intValue()).isEqualTo(1);
        assertThat(stats.path("admitted_per_second").path("0").path("requests").intValue())
                .isEqualTo(1);
    }

    @Test
    void maxConcurrent_oneAfterAnother_isNeverExceeded() throws Exception {
        simulator.change(o -> o.limits(Limits.none().withMaxConcurrent(1L)));
        for (int i = 0; i < 50; i++) {
            assertThat(client.chat("a").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void answerAndTokens_ownRules_areUsed() throws Exception {
        simulator.change(
                o -> o.answerRule((prompt, choice) -> "=1+" + prompt).tokenCounter(text -> text.isEmpty() ? 0 : 7));
        JsonNode reply = client.ask("/v1/completions", "{\"model\":\"m\",\"prompt\":\"1\"}");

        assertThat(reply.path("choices").path(0).path("text").asText()).isEqualTo("=1+1");
        assertThat(reply.path("usage").path("prompt_tokens").intValue()).isEqualTo(7);
    }

    @Test
    void close_endsListening() {
        simulator.close();

        assertThatThrownBy(() -> client.chat("a")).isInstanceOf(ConnectException.class);
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("simulator-")));
    }
}
