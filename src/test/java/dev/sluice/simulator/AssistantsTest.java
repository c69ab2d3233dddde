package dev.sluice.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Assistants, threads and runs, in virtual time. */
class AssistantsTest extends VirtualTimeFixture {
    private final Threads threads = new Threads(client);

    @Test
    void run_onAThread_addsTheAnswerToTheMessage() throws Exception {
        String assistant = threads.assistant();
        String thread = threads.thread("red");
        JsonNode queued = threads.ask(
                "POST", thread + "/runs", "{\"assistant_id\":\"" + assistant + "\",\"metadata\":{\"job\":\"7\"}}");
        String run = thread + "/runs/" + Threads.id(queued);

        assertThat(Threads.id(queued)).startsWith("run_");
        assertThat(queued.path("object").asText()).isEqualTo("thread.run");
        assertThat(queued.path("status").asText()).isEqualTo("queued");
        assertThat(queued.path("assistant_id").asText()).isEqualTo(assistant);
        assertThat(queued.path("model").asText()).isEqualTo("m");
        assertThat(queued.path("instructions").asText()).isEqualTo("be brief");
        assertThat(queued.at("/metadata/job").asText()).isEqualTo("7");
        assertThat(queued.get("usage").isNull()).isTrue();
        assertThat(threads.get(run)).isEqualTo(queued);
        clock.advance(Duration.ofMillis(500));
        assertThat(threads.status(run)).isEqualTo("in_progress");
        assertThat(threads.get(thread + "/messages").path("data")).hasSize(1);
        clock.advance(Duration.ofMillis(9_500));
        JsonNode done = threads.get(run);
        assertThat(done.path("status").asText()).isEqualTo("completed");
        assertThat(done.path("completed_at").longValue())
                .isEqualTo(clock.instant().getEpochSecond());
        assertThat(done.get("last_error").isNull()).isTrue();
        assertThat(done.at("/usage/prompt_tokens").intValue()).isEqualTo(1 + 3 + 3 + 2 + 3);
        JsonNode page = threads.get(thread + "/messages?run_id=" + Threads.id(queued));
        assertThat(page.path("has_more").booleanValue()).isFalse();
        assertThat(page.path("data")).hasSize(1);
        JsonNode message = page.at("/data/0");
        assertThat(page.path("first_id")).isEqualTo(message.path("id"));
        assertThat(message.path("role").asText()).isEqualTo("assistant");
        assertThat(message.path("run_id").asText()).isEqualTo(Threads.id(queued));
        assertThat(message.path("content"))
                .isEqualTo(Client.json("[{\"type\":\"text\",\"text\":{\"value\":\"echo: red\",\"annotations\":[]}}]"));
    }

    @Test
    void run_withItsThreadInOneRequest_isAnswered() throws Exception {
        String assistant = threads.assistant();
        JsonNode run = threads.ask(
                "POST",
                "/threads/runs",
                "{\"assistant_id\":\"" + assistant + "\",\"model\":\"other\",\"instructions\":\"rhyme\",\"thread\":"
                        + "{\"metadata\":{\"a\":\"b\"},\"messages\":[" + Threads.message("red") + "]}}");
        String thread = "/threads/" + run.path("thread_id").asText();
        clock.advance(Duration.ofSeconds(10));

        assertThat(run.path("model").asText()).isEqualTo("other");
        assertThat(run.path("instructions").asText()).isEqualTo("rhyme");
        assertThat(threads.get(thread).at("/metadata/a").asText()).isEqualTo("b");
        assertThat(threads.get(thread + "/messages")
                        .at("/data/0/content/0/text/value")
                        .asText())
                .isEqualTo("echo: red");
        assertThat(threads.get(thread + "/runs").at("/data/0/status").asText()).isEqualTo("completed");
    }

    @Test
    void attachedFile_isPartOfTheQuestion() throws Exception {
        String file = threads.upload("assistants", "the document");
        String thread = "/threads/" + Threads.id(threads.ask("POST", "/threads", ""));
        threads.ask(
                "POST",
                thread + "/messages",
                "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"sum up\"}],\"attachments\":[{\"file_id\":\""
                        + file + "\",\"tools\":[{\"type\":\"file_search\"}]}]}");
        String run = threads.run(thread, threads.assistant());
        clock.advance(Duration.ofSeconds(10));

        assertThat(threads.get(thread + "/messages")
                        .at("/data/0/content/0/text/value")
                        .asText())
                .isEqualTo("echo: sum up\nthe document");
        assertThat(threads.get(run).at("/usage/prompt_tokens").intValue()).isEqualTo(5 + 3 + 3 + 2 + 3);
        assertThat(stats.timesStarted("sum up\nthe document")).isEqualTo(1);
        client.delete("/v1/files/" + file);
        assertThat(simulator.stats().batches().filesDeleted()).isEqualTo(1);
    }

    @Test
    void attachedFile_thatIsNotThereForAssistants_isRefused() throws Exception {
        String thread = threads.thread("red");
        for (String file : List.of("file-0", threads.upload("batch", "x"))) {
            HttpResponse<String> refused = threads.send(
                    "POST",
                    thread + "/messages",
                    "{\"role\":\"user\",\"content\":\"blue\",\"attachments\":[{\"file_id\":\"" + file + "\"}]}");
            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(Client.json(refused).at("/error/param").asText()).isEqualTo("attachments[0].file_id");
        }
    }

    @Test
    void activeRun_keepsOthersAndMessagesOut() throws Exception {
        String assistant = threads.assistant();
        String thread = threads.thread("red");
        String run = threads.run(thread, assistant);
        HttpResponse<String> second =
                threads.send("POST", thread + "/runs", "{\"assistant_id\":\"" + assistant + "\"}");
        HttpResponse<String> message = threads.send("POST", thread + "/messages", Threads.message("blue"));

        assertThat(second.statusCode()).isEqualTo(400);
        assertThat(second.body()).contains("already has an active run run_");
        assertThat(message.statusCode()).isEqualTo(400);
        assertThat(message.body()).contains("Can't add messages to thread_");
        clock.advance(Duration.ofSeconds(10));
        threads.ask("POST", thread + "/messages", Threads.message("blue"));
        threads.run(thread, assistant);
        clock.advance(Duration.ofSeconds(10));
        assertThat(threads.status(run)).isEqualTo("completed");
        assertThat(threads.get(thread + "/messages?order=asc").path("data").findValuesAsText("value"))
                .containsExactly("red", "echo: red", "blue", "echo: blue");
        assertThat(stats.assistantRunsStarted()).isEqualTo(2);
        assertThat(stats.startedTwice()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "failed,failed",
        "cancelled,cancelled",
        "incomplete,incomplete",
        "expired,expired",
        "requires-action,requires_action",
        "vanished,404",
        "endless,in_progress",
    })
    void outcome_asChosen_happensToTheChosenOne(String outcome, String status) throws Exception {
        client.ask("/simulator/options", "{\"run-outcome\":\"" + outcome + ",text=red\"}");
        String assistant = threads.assistant();
        String red = threads.run(threads.thread("red"), assistant);
        String blue = threads.run(threads.thread("blue"), assistant);
        clock.advance(Duration.ofSeconds(10));

        assertThat(threads.status(red)).isEqualTo(status);
        assertThat(threads.status(blue)).isEqualTo("completed");
    }

    @Test
    void outcomes_withDetails_areShown() throws Exception {
        simulator.change(o -> o.runs(r -> r.outcomes(
                RunOutcome.parse("failed:rate_limit_exceeded,times=1"),
                RunOutcome.parse("requires-action,times=1"),
                RunOutcome.parse("incomplete,times=1"))));
        String assistant = threads.assistant();
        List<JsonNode> ended = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            String run = threads.run(threads.thread("some longer prompt"), assistant);
            clock.advance(Duration.ofSeconds(10));
            ended.add(threads.get(run));
        }

        assertThat(ended.get(0).at("/last_error/code").asText()).isEqualTo("rate_limit_exceeded");
        assertThat(ended.get(0).at("/usage/total_tokens").intValue()).isZero();
        assertThat(ended.get(1).at("/required_action/type").asText()).isEqualTo("submit_tool_outputs");
        assertThat(ended.get(2).at("/incomplete_details/reason").asText()).isEqualTo("max_completion_tokens");
        assertThat(stats.finished()).isEqualTo(Map.of("failed", 1L, "incomplete", 1L));
        assertThat(stats.unfinished()).isEqualTo(1);
    }

    @Test
    void cancel_isCancellingThenCancelled_andFreesTheThread() throws Exception {
        String assistant = threads.assistant();
        String thread = threads.thread("red");
        String run = threads.run(thread, assistant);
        JsonNode cancelling = threads.ask("POST", run + "/cancel", "");

        assertThat(cancelling.path("status").asText()).isEqualTo("cancelling");
        assertThat(threads.send("POST", run + "/cancel", "").statusCode()).isEqualTo(400);
        clock.advance(Duration.ofMillis(50));
        assertThat(threads.status(run)).isEqualTo("cancelled");
        clock.advance(Duration.ofSeconds(10));
        assertThat(threads.status(run)).isEqualTo("cancelled");
        HttpResponse<String> late = threads.send("POST", run + "/cancel", "");
        assertThat(late.statusCode()).isEqualTo(400);
        assertThat(late.body()).contains("Cannot cancel run with status 'cancelled'.");
        assertThat(threads.get(thread + "/messages").path("data")).hasSize(1);
        threads.run(thread, assistant);
        assertThat(stats.cancels()).isEqualTo(1);
    }

    @Test
    void lists_comeInPagesAndOrders() throws Exception {
        List<String> ids = List.of(threads.assistant(), threads.assistant(), threads.assistant());

        JsonNode newest = threads.get("/assistants?limit=2");
        JsonNode rest = threads.get("/assistants?limit=2&order=asc&after=" + ids.get(1));
        assertThat(newest.path("data").findValuesAsText("id")).containsExactly(ids.get(2), ids.get(1));
        assertThat(newest.path("has_more").booleanValue()).isTrue();
        assertThat(rest.path("data").findValuesAsText("id")).containsExactly(ids.get(2));
        assertThat(threads.get("/assistants/" + ids.get(0)).path("name").asText())
                .isEqualTo("helper");
        assertThat(threads.ask("DELETE", "/assistants/" + ids.get(0), "")
                        .path("object")
                        .asText())
                .isEqualTo("assistant.deleted");
        assertThat(threads.status("/assistants/" + ids.get(0))).isEqualTo("404");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /threads/thread_0",
                "DELETE /threads/thread_0",
                "GET /threads/thread_0/messages",
                "GET /threads/thread_0/runs/run_0",
                "GET /assistants/asst_0"
            })
    void unknownId_isNotFound(String request) throws Exception {
        HttpResponse<String> response = threads.send(request.split(" ")[0], request.split(" ")[1], "");

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(Client.json(response).at("/error/message").asText()).contains("found with id '");
    }

    @Test
    void header_missing_isRefused_notAskedForOnAzuresPaths() throws Exception {
        HttpResponse<String> refused = client.post("/v1/threads", "{}");

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(Client.json(refused).at("/error/code").asText()).isEqualTo("invalid_beta");
        assertThat(client.post("/openai/threads?api-version=2024-05-01-preview", "")
                        .statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"content\":\"x\"}",
                "{\"role\":\"system\",\"content\":\"x\"}",
                "{\"role\":\"user\"}",
                "{\"role\":\"user\",\"content\":\" \"}",
                "{\"role\":\"user\",\"content\":7}"
            })
    void message_wrong_isRefused(String message) throws Exception {
        assertThat(threads.send("POST", threads.thread("red") + "/messages", message)
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void limits_countEveryCall_tokensOfStartsOnly() throws Exception {
        simulator.change(
                o -> o.mode(Enforcement.Mode.MINUTE).requestsPerMinute(5).tokensPerMinute(1_000));
        String assistant = threads.assistant();
        String thread = threads.thread("red");
        HttpResponse<String> start = threads.send(
                "POST", thread + "/runs", "{\"assistant_id\":\"" + assistant + "\",\"max_completion_tokens\":300}");
        String run = thread + "/runs/" + Threads.id(Client.json(start));

        assertThat(start.headers().firstValue("x-ratelimit-remaining-requests")).hasValue("2");
        assertThat(start.headers().firstValue("x-ratelimit-remaining-tokens")).hasValue("700");
        assertThat(threads.status(run)).isEqualTo("queued");
        assertThat(threads.send("GET", thread + "/messages", "").statusCode()).isEqualTo(200);
        assertThat(threads.send("DELETE", thread, "").statusCode()).isEqualTo(429);
    }

    @Test
    void stats_tellWhatIsLeft() throws Exception {
        String assistant = threads.assistant();
        String thread = threads.thread("red");
        String run = threads.run(thread, assistant);
        threads.run(threads.thread("red"), assistant);
        threads.status(run);
        clock.advance(Duration.ofSeconds(10));
        threads.status(run);
        threads.get(thread + "/messages");
        threads.ask("DELETE", thread, "");

        assertThat(threads.status(run)).isEqualTo("404");
        assertThat(stats.threadsDeleted()).isEqualTo(1);
        assertThat(stats.threadsExisting()).isEqualTo(1);
        assertThat(stats.polls()).isEqualTo(3);
        assertThat(stats.pollsPerFinishedRun()).isEqualTo(2);
        assertThat(stats.fetches()).isEqualTo(1);
        assertThat(stats.finished()).isEqualTo(Map.of("completed", 2L));
        assertThat(stats.startedTwice()).isEqualTo(Map.of("red", 2));
        assertThat(simulator.stats().timesAnswered("red")).isEqualTo(2);
        JsonNode json = Client.json(client.get("/simulator/stats")).path("runs");
        assertThat(json.path("threads_existing").intValue()).isEqualTo(1);
        assertThat(json.path("assistant_runs_started").intValue()).isEqualTo(2);
    }
}
