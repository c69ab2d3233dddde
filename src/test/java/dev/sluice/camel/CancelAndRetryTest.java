package dev.sluice.camel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.job.HomeDatabase;
import dev.sluice.job.HomeFolder;
import dev.sluice.job.JobOrder;
import dev.sluice.job.JobOrders;
import dev.sluice.job.JobProgress;
import dev.sluice.job.JobStatus;
import dev.sluice.job.JobStore;
import dev.sluice.simulator.Fault;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What commands ask of a running Sluice about its jobs. */
class CancelAndRetryTest {
    @TempDir
    Path folder;

    private SluiceFixture sluice;

    @BeforeEach
    void prepare() {
        sluice = SluiceFixture.in(folder).set("sluice.retry.attempts", 1);
    }

    @AfterEach
    void close() {
        sluice.close();
    }

    private static String[] lines(int count) {
        return IntStream.range(0, count).mapToObj(i -> "prompt " + i).toArray(String[]::new);
    }

    private HomeFolder home() {
        return new HomeFolder(sluice.home());
    }

    private String order(JobOrder.Kind kind, long job) {
        long order = JobOrders.place(home(), kind, job, Clock.systemUTC());
        sluice.until(
                "the order is carried out",
                () -> JobOrders.outcome(home(), order).isPresent());
        return JobOrders.outcome(home(), order).orElseThrow();
    }

    private JobStatus status(long job) {
        return HomeDatabase.jobs(home()).stream()
                .filter(status -> status.job() == job)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void cancel_answersSoFarAreWritten_underWayIsFinished_restFailsAsCancelled() {
        sluice.provider(options -> options.latency(Duration.ofMillis(200)))
                .limits("default: {models: ['*'], max-in-flight: 4}")
                .start()
                .drop("a.txt", lines(2_000));
        sluice.until("some are answered", () -> sluice.stats().answered() >= 8);

        assertThat(order(JobOrder.Kind.CANCEL, 1)).contains("job 1 is cancelled");
        Output output = sluice.output("a");

        int answered = output.report().path("prompts").path("answered").asInt();
        assertThat(output.counts()).containsExactly(2_000, answered, 2_000 - answered, 0);
        assertThat(answered).isGreaterThanOrEqualTo(8).isEqualTo(sluice.stats().answered());
        assertThat(output.results()).hasSize(2_000);
        assertThat(output.results().get(1_999).path("error").path("code").asText())
                .isEqualTo("cancelled");
        assertThat(output.report().path("cancelled").asBoolean()).isTrue();
        assertThat(status(1).cancelled()).isTrue();
    }

    @Test
    void retryOfACancelledJob_sendsTheRestOnly() {
        sluice.provider(options -> options.latency(Duration.ofMillis(50)))
                .limits("default: {models: ['*'], max-in-flight: 4}")
                .start()
                .drop("a.txt", lines(100));
        sluice.until("some are answered", () -> sluice.stats().answered() >= 8);
        order(JobOrder.Kind.CANCEL, 1);
        sluice.output("a");

        assertThat(order(JobOrder.Kind.RETRY, 1)).contains("failed prompts of job 1 are asked again");
        sluice.until(
                "all are answered",
                () -> status(1).state() == JobProgress.State.DONE && status(1).failed() == 0);

        Output output = sluice.output("a");
        assertThat(output.counts()).containsExactly(100, 100, 0, 0);
        assertThat(output.texts()).hasSize(100).doesNotContainNull();
        assertThat(output.has("errors.jsonl")).isFalse();
        assertThat(sluice.stats().answered()).isEqualTo(100);
        assertThat(sluice.files("archive")).containsExactly("a.txt");
    }

    @Test
    void retry_failedPromptsAreAskedAgain_othersAreNot() {
        sluice.faults(Fault.status(400, "bad").onText("prompt 3")).start().drop("a.txt", lines(6));
        assertThat(sluice.output("a").counts()).containsExactly(6, 5, 1, 0);

        sluice.faults();
        order(JobOrder.Kind.RETRY, 1);
        sluice.until(
                "all are answered",
                () -> status(1).state() == JobProgress.State.DONE && status(1).failed() == 0);

        assertThat(sluice.output("a").texts()).hasSize(6).doesNotContainNull();
        assertThat(sluice.stats().answered()).isEqualTo(6);
    }

    @Test
    void orderWithoutAProcess_isCarriedOutAtTheNextStart() {
        sluice.faults(Fault.status(400, "bad").onText("prompt 3")).start().drop("a.txt", lines(6));
        sluice.output("a");
        sluice.stop();
        sluice.faults();
        JobOrders.place(home(), JobOrder.Kind.RETRY, 1, Clock.systemUTC());

        sluice.start();
        sluice.until(
                "all are answered",
                () -> status(1).state() == JobProgress.State.DONE && status(1).failed() == 0);

        assertThat(sluice.output("a").counts()).containsExactly(6, 6, 0, 0);
    }

    @Test
    void ordersThatMakeNoSense_areAnsweredWithASentence() throws IOException {
        sluice.start().drop("a.txt", lines(2));
        sluice.until(
                "the database says that it is done",
                () -> HomeDatabase.jobs(home()).stream().anyMatch(status -> status.state() == JobProgress.State.DONE));

        assertThat(JobOrders.problem(home(), JobOrder.Kind.CANCEL, 1)).hasValue("job 1 is finished already");
        assertThat(JobOrders.problem(home(), JobOrder.Kind.RETRY, 1)).hasValue("job 1 has no failed prompts");
        assertThat(JobOrders.problem(home(), JobOrder.Kind.RETRY, 9))
                .hasValueSatisfying(text -> assertThat(text).contains("no job 9", "status"));
        assertThat(order(JobOrder.Kind.CANCEL, 1)).isEqualTo("job 1 is finished already");
        assertThat(List.of(status(1).answered(), status(1).failed(), status(1).total()))
                .containsExactly(2L, 0L, 2L);
    }

    @Test
    void finishedJobs_areForgottenAfterTheirDays_butForTheLatest() throws IOException, InterruptedException {
        sluice.start().drop("a.txt", lines(2)).drop("b.txt", lines(2));
        sluice.output("a");
        sluice.output("b");
        sluice.stop();

        try (JobStore store = JobStore.open(home(), java.util.Set.of("default"), Clock.systemUTC(), false)) {
            store.forgetFinished(Duration.ofDays(1));
            assertThat(HomeDatabase.jobs(home())).hasSize(2);
            store.forgetFinished(Duration.ZERO.minusSeconds(5));
            assertThat(HomeDatabase.jobs(home())).extracting(JobStatus::job).containsExactly(2L);
        }
    }

    @Test
    void cancelledWhileAListIsUnderWay_whatItsReplyLeavesOutIsMarked() {
        sluice.set("sluice.retry.attempts", 5)
                .profiles("default: {endpoint: embeddings, model: m, max-wait: 20ms}")
                .provider(options -> options.latency(Duration.ofSeconds(2)))
                .faults(Fault.of(Fault.Kind.MISSING_INDEX))
                .start()
                .drop("a.txt", lines(8));
        sluice.until("it is under way", () -> sluice.stats().requests() >= 1);

        order(JobOrder.Kind.CANCEL, 1);
        Output output = sluice.output("a");

        assertThat(output.results()).hasSize(8);
        assertThat(output.counts().get(1) + output.counts().get(2)).isEqualTo(8);
        assertThat(output.counts().get(2)).isPositive();
    }
}
