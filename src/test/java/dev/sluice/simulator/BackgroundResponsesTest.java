package dev.sluice.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.time.Ticker;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Responses in the background, in virtual time. */
class BackgroundResponsesTest extends VirtualTimeFixture {
    @Test
    void response_inTheBackground_isQueuedThenInProgressThenAnswered() throws Exception {
        JsonNode queued = client.ask("/v1/responses", body("red", "\"metadata\":{\"job\":\"7\"}"));
        String id = queued.path("id").asText();

        assertThat(id).startsWith("resp_");
        assertThat(queued.path("object").asText()).isEqualTo("response");
        assertThat(queued.path("status").asText()).isEqualTo("queued");
        assertThat(queued.path("background").booleanValue()).isTrue();
        assertThat(queued.path("created_at").longValue())
                .isEqualTo(clock.instant().getEpochSecond());
        assertThat(queued.path("output").isArray()).isTrue();
        assertThat(queued.path("output")).isEmpty();
        assertThat(queued.get("usage").isNull()).isTrue();
        assertThat(get(id)).isEqualTo(queued);
        clock.advance(Duration.ofMillis(500));
        assertThat(status(id)).isEqualTo("in_progress");
        clock.advance(Duration.ofMillis(9_499));
        assertThat(status(id)).isEqualTo("in_progress");
        clock.advance(Duration.ofMillis(1));
        JsonNode done = get(id);
        assertThat(done.path("status").asText()).isEqualTo("completed");
        assertThat(done.at("/output/0/content/0/text").asText()).isEqualTo("echo: red");
        assertThat(done.at("/usage/total_tokens").intValue()).isEqualTo(1 + 3 + 3 + 3);
        assertThat(done.at("/metadata/job").asText()).isEqualTo("7");
    }

    @Test
    void response_inTheBackground_isAnsweredAsAtOnce() throws Exception {
        ObjectNode atOnce = (ObjectNode) client.ask("/v1/responses", "{\"model\":\"m\",\"input\":\"red\"}");
        ObjectNode later = (ObjectNode) get(start("red"));
        assertThat(later.path("status").asText()).isEqualTo("queued");
        clock.advance(Duration.ofSeconds(10));
        later = (ObjectNode) get(later.path("id").asText());

        assertThat(later.put("background", false).put("created_at", 0).put("id", "x"))
                .usingRecursiveComparison()
                .ignoringFields("_children.output")
                .isEqualTo(atOnce.put("created_at", 0).put("id", "x"));
        assertThat(later.at("/output/0/content")).isEqualTo(atOnce.at("/output/0/content"));
    }

    @ParameterizedTest
    @CsvSource({
        "failed,failed",
        "failed:rate_limit_exceeded,failed",
        "cancelled,cancelled",
        "incomplete,incomplete",
        "endless,in_progress",
        "vanished,404",
        "expired,completed",
    })
    void outcome_asChosen_happensToTheChosenOne(String outcome, String status) throws Exception {
        client.ask("/simulator/options", "{\"run-outcome\":[\"" + outcome + ",skip=1,times=1\"]}");
        List<String> ids = List.of(start("a"), start("b"), start("c"));
        clock.advance(Duration.ofSeconds(10));

        assertThat(status(ids.get(0))).isEqualTo("completed");
        assertThat(status(ids.get(1))).isEqualTo(status);
        assertThat(status(ids.get(2))).isEqualTo("completed");
    }

    @Test
    void outcomes_withDetails_areShown() throws Exception {
        simulator.change(o -> o.runs(r -> r.outcomes(
                RunOutcome.parse("failed:rate_limit_exceeded,text=red"),
                RunOutcome.parse("incomplete:content_filter,text=blue"))));
        String failed = start("red");
        String half = start("a long text in blue");
        clock.advance(Duration.ofSeconds(10));

        JsonNode error = get(failed).path("error");
        assertThat(error.path("code").asText()).isEqualTo("rate_limit_exceeded");
        assertThat(error.path("message").asText()).isEqualTo("Rate limit reached for requests.");
        assertThat(get(failed).path("output")).isEmpty();
        assertThat(get(half).at("/incomplete_details/reason").asText()).isEqualTo("content_filter");
        assertThat("echo: a long text in blue")
                .startsWith(get(half).at("/output/0/content/0/text").asText());
        assertThat(get(half).at("/output/0/content/0/text").asText()).hasSizeBetween(8, 16);
        assertThat(simulator.stats().answeredTwice()).isEmpty();
        assertThat(simulator.stats().timesAnswered("red")).isZero();
    }

    @Test
    void cancel_unfinished_endsItAtOnce_finishedStaysAsItIs() throws Exception {
        String id = start("red");
        clock.advance(Duration.ofSeconds(1));
        JsonNode cancelled = client.ask("/v1/responses/" + id + "/cancel", "");
        String finished = start("blue");
        clock.advance(Duration.ofSeconds(10));

        assertThat(cancelled.path("status").asText()).isEqualTo("cancelled");
        assertThat(get(id)).isEqualTo(cancelled);
        assertThat(client.ask("/v1/responses/" + finished + "/cancel", "")).isEqualTo(get(finished));
        assertThat(get(finished).path("status").asText()).isEqualTo("completed");
        assertThat(stats.cancels()).isEqualTo(1);
        assertThat(stats.finished()).isEqualTo(Map.of("cancelled", 1L, "completed", 1L));
    }

    @Test
    void responses_answeredAtOnce_areFetchedAndDeletedButNotCancelled() throws Exception {
        JsonNode stored = client.ask("/v1/responses", "{\"model\":\"m\",\"input\":\"red\"}");
        JsonNode other = client.ask("/v1/responses", "{\"model\":\"m\",\"input\":\"red\",\"store\":false}");
        String path = "/v1/responses/" + stored.path("id").asText();

        assertThat(Client.json(client.get(path))).isEqualTo(stored);
        assertThat(client.get("/v1/responses/" + other.path("id").asText()).statusCode())
                .isEqualTo(404);
        assertThat(client.post(path + "/cancel", "").statusCode()).isEqualTo(400);
        assertThat(Client.json(client.delete(path)))
                .isEqualTo(Client.json("{\"id\":\"" + stored.path("id").asText()
                        + "\",\"object\":\"response.deleted\",\"deleted\":true}"));
        HttpResponse<String> gone = client.get(path);
        assertThat(gone.statusCode()).isEqualTo(404);
        assertThat(Client.json(gone).at("/error/type").asText()).isEqualTo("invalid_request_error");
        assertThat(Client.json(gone).at("/error/message").asText()).contains("not found");
        assertThat(stats.responsesDeleted()).isEqualTo(1);
    }

    @Test
    void delete_unfinished_cancelsIt() throws Exception {
        String id = start("red");

        assertThat(client.delete("/v1/responses/" + id).statusCode()).isEqualTo(200);
        assertThat(client.delete("/v1/responses/" + id).statusCode()).isEqualTo(404);
        assertThat(stats.finished()).isEqualTo(Map.of("cancelled", 1L));
    }

    @Test
    void background_withoutStore_isRefused() throws Exception {
        HttpResponse<String> refused = client.post("/v1/responses", body("red", "\"store\":false"));

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(Client.json(refused).at("/error/param").asText()).isEqualTo("store");
        assertThat(stats.responsesStarted()).isZero();
    }

    @Test
    void pollAfter_fixedOrRemaining_isSentUntilTheEnd() throws Exception {
        assertThat(pollAfter(client.post("/v1/responses", body("red", "\"n\":1"))))
                .isNull();
        client.ask("/simulator/options", "{\"run-poll-after\":\"750ms\"}");
        String id = start("red");
        assertThat(pollAfter(client.get("/v1/responses/" + id))).isEqualTo("750");
        client.ask("/simulator/options", "{\"run-poll-after\":\"remaining\"}");
        assertThat(pollAfter(client.post("/v1/responses", body("red", "\"n\":1"))))
                .isEqualTo("10000");
        clock.advance(Duration.ofSeconds(4));
        assertThat(pollAfter(client.get("/v1/responses/" + id))).isEqualTo("6000");
        clock.advance(Duration.ofSeconds(6));
        assertThat(pollAfter(client.get("/v1/responses/" + id))).isNull();
    }

    @Test
    void durations_drawn_areTheSameInEveryRun() throws Exception {
        client.ask("/simulator/options", "{\"run-duration\":\"lognormal(8s,0.6)\",\"run-poll-after\":\"remaining\"}");
        List<String> durations = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            durations.add(pollAfter(client.post("/v1/responses", body("red", "\"n\":1"))));
        }

        assertThat(durations).doesNotHaveDuplicates();
        try (Simulator again = Simulator.start(
                SimulatorOptions.parse(Map.of("run-duration", "lognormal(8s,0.6)", "run-poll-after", "remaining")),
                Ticker.system(),
                clock)) {
            Client other = new Client(again);
            for (String duration : durations) {
                assertThat(pollAfter(other.post("/v1/responses", body("red", "\"n\":1"))))
                        .isEqualTo(duration);
            }
        }
    }

    @Test
    void limits_countStartsAndPolls_tokensOfStartsOnly() throws Exception {
        simulator.change(o -> o.mode(Enforcement.Mode.MINUTE)
                .limits("m", Limits.none().withRequestsPerMinute(3L).withTokensPerMinute(100L)));
        HttpResponse<String> start = client.post("/v1/responses", body("red", "\"max_output_tokens\":50"));
        String path = "/v1/responses/" + Client.json(start).path("id").asText();

        assertThat(start.headers().firstValue("x-ratelimit-remaining-tokens")).hasValue("50");
        assertThat(client.get(path).headers().firstValue("x-ratelimit-remaining-requests"))
                .hasValue("1");
        assertThat(client.post(path + "/cancel", "").statusCode()).isEqualTo(200);
        assertThat(client.get(path).statusCode()).isEqualTo(429);
        assertThat(client.get("/v1/responses/resp_0").statusCode()).isEqualTo(404);
        assertThat(simulator.stats().tokensAdmitted()).isEqualTo(50);
    }

    @Test
    void faults_beforeAndAfterTheStart_happen() throws Exception {
        simulator.breakWith(Fault.parse("500,path=POST /responses"));
        assertThat(client.post("/v1/responses", body("red", "\"n\":1")).statusCode())
                .isEqualTo(500);
        assertThat(stats.responsesStarted()).isZero();
        simulator.breakWith(Fault.parse("malformed,text=red"));
        client.post("/v1/responses", body("red", "\"n\":1"));
        assertThat(stats.responsesStarted()).isEqualTo(1);
    }

    @Test
    void stats_tellWhatWasStartedAndHowItEnded() throws Exception {
        String id = start("red");
        start("red");
        start("blue");
        status(id);
        clock.advance(Duration.ofSeconds(4));
        status(id);
        assertThat(stats.unfinished()).isEqualTo(3);
        assertThat(simulator.stats().promptsAnswered()).isZero();
        clock.advance(Duration.ofSeconds(6));
        status(id);
        status(id);

        assertThat(stats.responsesStarted()).isEqualTo(3);
        assertThat(stats.assistantRunsStarted()).isZero();
        assertThat(stats.polls()).isEqualTo(4);
        assertThat(stats.pollsPerFinishedRun()).isEqualTo(3);
        assertThat(stats.unfinished()).isZero();
        assertThat(stats.finished()).isEqualTo(Map.of("completed", 3L));
        assertThat(stats.timesStarted("red")).isEqualTo(2);
        assertThat(stats.startedTwice()).isEqualTo(Map.of("red", 2));
        assertThat(simulator.stats().answeredTwice()).isEqualTo(Map.of("red", 2));
        assertThat(simulator.stats().promptsAnswered()).isEqualTo(3);
        JsonNode json = Client.json(client.get("/simulator/stats")).path("runs");
        assertThat(json.path("responses_started").intValue()).isEqualTo(3);
        assertThat(json.path("polls_per_finished_run").doubleValue()).isEqualTo(3);
        assertThat(json.path("prompts_started_twice").intValue()).isEqualTo(1);
        assertThat(json.at("/finished/completed").intValue()).isEqualTo(3);
    }

    private String start(String prompt) throws IOException, InterruptedException {
        return client.ask("/v1/responses", body(prompt, "\"n\":1")).path("id").asText();
    }

    private JsonNode get(String id) throws IOException, InterruptedException {
        return Client.json(client.get("/v1/responses/" + id));
    }

    private String status(String id) throws IOException, InterruptedException {
        HttpResponse<String> response = client.get("/v1/responses/" + id);
        return response.statusCode() == 200
                ? Client.json(response).path("status").asText()
                : String.valueOf(response.statusCode());
    }

    private static String pollAfter(HttpResponse<String> response) {
        return response.headers().firstValue("openai-poll-after-ms").orElse(null);
    }

    private static String body(String prompt, String more) {
        return "{\"model\":\"m\",\"background\":true,\"input\":\"" + prompt + "\"," + more + "}";
    }
}
