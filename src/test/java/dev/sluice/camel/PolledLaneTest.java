package dev.sluice.camel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.polled.Run;
import dev.sluice.polled.RunStore;
import dev.sluice.simulator.Fault;
import dev.sluice.simulator.RunOptionsBuilder;
import dev.sluice.simulator.RunOutcome;
import dev.sluice.simulator.RunOutcome.Kind;
import dev.sluice.simulator.RunStats;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Prompts that start runs at the simulated provider, which are asked after. */
class PolledLaneTest extends LaneFixture {
    @BeforeEach
    void setUp() {
        sluice.set("sluice.polled.first-poll-seconds", 1);
        profile("");
        runs(options -> options.duration(Duration.ofMillis(200)));
    }

    private void profile(String more) {
        sluice.profiles("default: {lane: polled, model: gpt-5-mini" + (more.isEmpty() ? "" : ", " + more) + "}");
    }

    private void runs(Consumer<RunOptionsBuilder> change) {
        sluice.provider(options -> options.runs(change));
    }

    private RunStats seen() {
        return sluice.stats().runs();
    }

    private void outcome(RunOutcome... outcomes) {
        runs(options -> options.outcomes(outcomes));
    }

    private static String code(Output output, int line) {
        return output.results().get(line).at("/error/code").asText();
    }

    @ParameterizedTest
    @ValueSource(strings = {"response", "assistant"})
    void prompts_startRuns_whoseAnswersComeInOrder(String start) {
        profile("start: " + start);

        Output output = answersTo(20);

        assertAllAnswered(output, 20);
        assertThat(output.results().get(0).path("usage").path("total_tokens").asInt())
                .isPositive();
        assertThat(output.results().get(0).path("finish_reason").asText()).isEqualTo("completed");
        sluice.untilIdle();
        assertThat(seen().responsesStarted() + seen().assistantRunsStarted()).isEqualTo(20);
        assertThat(seen().startedTwice()).isEmpty();
        assertThat(seen().threadsExisting()).isZero();
        assertThat(seen().pollsPerFinishedRun()).isLessThanOrEqualTo(2);
        assertThat(RunStore.read(home())).isEmpty();
    }

    @Test
    void textFiles_areOnePromptEach() {
        sluice.drop("one.txt", "What was said\n\nis here.").start();

        Output output = sluice.output("one");

        assertThat(output.counts()).containsExactly(1, 1, 0, 0);
        assertThat(output.results().get(0).path("text").asText()).contains("What was said\n\nis here.");
    }

    @Test
    void longPrompts_areAttachedAsFiles_whichAreDeleted() {
        profile("start: assistant, inline-bytes: 10");

        assertAllAnswered(answersTo(3), 3);
        sluice.untilIdle();
        assertThat(sluice.stats().batches().filesDeleted()).isEqualTo(3);
        assertThat(sluice.stats().batches().filesExisting()).isZero();
        assertThat(seen().threadsExisting()).isZero();
    }

    @Test
    void threads_stayWhereTheProfileSaysSo() {
        profile("start: assistant, delete-threads: false");

        assertAllAnswered(answersTo(3), 3);
        sluice.untilIdle();
        assertThat(seen().threadsExisting()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({
        "response, FAILED, server_error",
        "response, VANISHED, ''",
        "assistant, FAILED, rate_limit_exceeded",
        "assistant, EXPIRED, ''",
        "assistant, VANISHED, ''",
    })
    void runThatCameToNothing_isStartedAgain(String start, Kind kind, String code) {
        profile("start: " + start);
        RunOutcome once = RunOutcome.of(kind).skip(1).times(1);
        outcome(code.isEmpty() ? once : once.withCode(code));

        assertAllAnswered(answersTo(3), 3);
        assertThat(seen().responsesStarted() + seen().assistantRunsStarted()).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource({
        "response, FAILED, invalid_prompt, invalid_prompt, 1",
        "response, FAILED, server_error, server_error, 3",
        "response, CANCELLED, '', run_cancelled, 1",
        "assistant, REQUIRES_ACTION, '', requires_action, 1",
        "assistant, EXPIRED, '', expired, 3",
    })
    void runThatCanNeverAnswer_failsItsPromptAlone(String start, Kind kind, String code, String told, int attempts) {
        profile("start: " + start);
        RunOutcome bad = RunOutcome.of(kind).onText("number 1 ");
        outcome(code.isEmpty() ? bad : bad.withCode(code));

        Output output = answersTo(3);

        assertThat(output.counts()).containsExactly(3, 2, 1, 0);
        assertThat(code(output, 1)).isEqualTo(told);
        assertThat(output.results().get(1).at("/error/attempts").asInt()).isEqualTo(attempts);
        assertThat(output.results().get(1).at("/error/message").asText()).isNotEmpty();
        sluice.untilIdle();
        assertThat(seen().threadsExisting()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"response", "assistant"})
    void incompleteAnswer_isAnAnswer(String start) {
        profile("start: " + start);
        outcome(RunOutcome.of(Kind.INCOMPLETE).times(1));

        Output output = answersTo(1);

        assertThat(output.counts()).containsExactly(1, 1, 0, 0);
        assertThat(output.results().get(0).path("finish_reason").asText()).isNotEqualTo("completed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"response", "assistant"})
    void runThatTakesTooLong_isCancelled_andCountsAsAnAttempt(String start) {
        profile("max-run-time: 10s, start: " + start);
        outcome(RunOutcome.of(Kind.ENDLESS).times(1));

        assertAllAnswered(answersTo(2), 2);
        assertThat(seen().cancels()).isEqualTo(1);
        assertThat(sluice.stats().runs().responsesStarted() + seen().assistantRunsStarted())
                .isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"response", "assistant"})
    void stopAndStart_goesOnAskingAfterTheSameRuns(String start) {
        profile("start: " + start);
        runs(options -> options.duration(Duration.ofSeconds(3)));
        sluice.drop("a.jsonl", prompts(5)).start();
        sluice.until("all are started", () -> seen().responsesStarted() + seen().assistantRunsStarted() == 5);
        sluice.stop();
        List<Run> left = RunStore.read(home());
        assertThat(left).hasSize(5).allMatch(run -> run.remote().run() != null);
        sluice.start();

        assertAllAnswered(sluice.output("a"), 5);
        assertThat(seen().startedTwice()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"response", "assistant"})
    void stop_cancelsRunsWhereTheProfileSaysSo_andTheNextStartBeginsAnew(String start) {
        profile("at-stop: cancel, start: " + start);
        outcome(RunOutcome.of(Kind.ENDLESS).times(2));
        sluice.drop("a.jsonl", prompts(2)).start();
        sluice.until(
                "all are started",
                () -> RunStore.read(home()).stream()
                                .filter(run -> run.state() == Run.State.RUNNING)
                                .count()
                        == 2);
        sluice.stop();
        assertThat(seen().cancels()).isEqualTo(2);
        sluice.start();

        Output output = sluice.output("a");
        assertAllAnswered(output, 2);
    }

    @Test
    void cancelledJob_hasItsRunsCancelled() {
        outcome(RunOutcome.of(Kind.ENDLESS));
        sluice.drop("a.jsonl", prompts(3)).start();
        sluice.until("all are started", () -> seen().responsesStarted() == 3);
        cancelFirstJob();

        Output output = sluice.output("a");

        assertThat(output.counts()).containsExactly(3, 0, 3, 0);
        assertThat(code(output, 2)).isEqualTo("cancelled");
        assertThat(seen().cancels()).isEqualTo(3);
    }

    @Test
    void refusedPrompt_failsAlone() {
        sluice.provider(options -> options.poison("number 1 "));

        Output output = answersTo(3);

        assertThat(output.counts()).containsExactly(3, 2, 1, 0);
    }

    @Test
    void faultsOfTheProvider_costNoAnswer() {
        sluice.faults(Fault.parse("500,times=2"), Fault.parse("429:rate_limit_exceeded,times=3"));

        assertAllAnswered(answersTo(4), 4);
    }

    /** Leaves the runs of two prompts as a crash between the request of a start and its reply does. */
    private void crashWhileStarting(String start) throws SQLException {
        profile("start: " + start);
        runs(options -> options.duration(Duration.ofSeconds(2)));
        sluice.drop("a.jsonl", prompts(2)).start();
        sluice.until(
                "both are started",
                () -> RunStore.read(home()).stream()
                                .filter(run -> run.state() == Run.State.RUNNING)
                                .count()
                        == 2);
        sluice.stop();
        try (Connection database = DriverManager.getConnection("jdbc:sqlite:" + sluice.path("state/sluice.db"));
                Statement crash = database.createStatement()) {
            crash.executeUpdate("UPDATE runs SET state = 'STARTING', remote_run = NULL, started_at = NULL");
        }
    }

    @Test
    void crashWhileResponseWasBeingStarted_promptFailsForRetry_andNothingIsStartedTwice() throws SQLException {
        crashWhileStarting("response");
        sluice.start();

        Output output = sluice.output("a");

        assertThat(output.counts()).containsExactly(2, 0, 2, 0);
        assertThat(code(output, 0)).isEqualTo("start_unknown");
        assertThat(seen().startedTwice()).isEmpty();
    }

    @Test
    void crashWhileResponseWasBeingStarted_isStartedAgainWhereTheSettingSaysSo() throws SQLException {
        sluice.set("sluice.polled.start-again", true);
        crashWhileStarting("response");
        sluice.start();

        assertAllAnswered(sluice.output("a"), 2);
        assertThat(seen().startedTwice()).hasSize(2);
    }

    @Test
    void crashWhileAssistantsRunWasBeingStarted_isFoundOnItsThread() throws SQLException {
        crashWhileStarting("assistant");
        sluice.start();

        assertAllAnswered(sluice.output("a"), 2);
        assertThat(seen().startedTwice()).isEmpty();
        assertThat(seen().assistantRunsStarted()).isEqualTo(2);
    }

    @Test
    void assistantThatTheProviderHasNoMore_isMadeAgain() throws SQLException {
        profile("start: assistant");
        sluice.drop("a.jsonl", prompts(1)).start();
        sluice.output("a");
        sluice.untilIdle();
        sluice.stop();
        try (Connection database = DriverManager.getConnection("jdbc:sqlite:" + sluice.path("state/sluice.db"));
                Statement gone = database.createStatement()) {
            gone.executeUpdate("UPDATE assistants SET remote_id = 'asst_gone'");
        }
        sluice.drop("b.jsonl", prompts(2)).start();

        assertAllAnswered(sluice.output("b"), 2);
    }

    @Test
    void assistantThatTheProfileNames_andTheProviderLacks_failsThePrompt() {
        profile("start: assistant, assistant: asst_nowhere");

        Output output = answersTo(1);

        assertThat(code(output, 0)).isEqualTo("assistant_not_found");
        sluice.untilIdle();
        assertThat(seen().threadsExisting()).isZero();
    }

    @Test
    void otherEndpoints_goOnline() {
        sluice.drop(
                        "a.jsonl",
                        "{\"id\":\"id0\",\"input\":\"prompt number 0 of many\",\"endpoint\":\"embeddings\",\"model\":\"e\"}")
                .start();

        assertThat(sluice.output("a").counts()).containsExactly(1, 1, 0, 0);
        assertThat(seen().responsesStarted()).isZero();
    }
}
