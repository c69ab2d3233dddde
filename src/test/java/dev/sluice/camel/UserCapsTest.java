package dev.sluice.camel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.job.HomeDatabase;
import dev.sluice.job.HomeFolder;
import dev.sluice.job.JobOrder;
import dev.sluice.job.JobOrders;
import dev.sluice.job.JobStatus;
import dev.sluice.simulator.Fault;
import dev.sluice.usage.UsageReport;
import dev.sluice.usage.UsageSum;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What users may use, on files that go through the real routes. */
class UserCapsTest {
    private static final Duration DAY = Duration.ofDays(1);
    private final Map<Integer, Integer> sent = new HashMap<>();
    private final DayClock clock = new DayClock("2027-03-10T10:00:00Z");

    @TempDir
    private Path folder;

    private SluiceFixture sluice;

    @BeforeEach
    void setUp() {
        sluice = SluiceFixture.in(folder)
                .clock(clock)
                .profiles("default: {model: gpt-4o, max-wait: 20ms, parameters: {max_tokens: 12}}")
                .limits("default: {max-in-flight: 8}");
    }

    @AfterEach
    void tearDown() {
        sluice.close();
    }

    private static String prompt(int i) {
        return "a b c d e f g h i j k l m n o p q r s t u v w x y z " + i;
    }

    private static String[] prompts(int from, int to, String... users) {
        return IntStream.range(from, to)
                .mapToObj(i -> "{\"prompt\":\"" + prompt(i) + "\",\"user\":\"" + users[i % users.length] + "\"}")
                .toArray(String[]::new);
    }

    private HomeFolder home() {
        return new HomeFolder(sluice.home());
    }

    private List<JobStatus> jobs() {
        return HomeDatabase.jobs(home());
    }

    private UsageSum used(String user, String day) {
        LocalDate date = LocalDate.parse(day);
        return HomeDatabase.read(
                home(), UsageSum.none(user), connection -> UsageReport.ofUser(connection, user, date, date));
    }

    private void untilHeld(String... users) {
        sluice.until(
                "all wait",
                () -> sluice.stats().underWay() == 0
                        && List.of(users).stream()
                                .allMatch(user -> sluice.sluice().longWaits().stream()
                                        .anyMatch(line -> line.startsWith("user " + user + ":"))));
    }

    private void untilHeldOrDone(String user, String file) {
        sluice.until(
                "all wait, or the file is done",
                () -> sluice.exists("outbox/" + file + ".report.json")
                        || (sluice.stats().underWay() == 0
                                && sluice.sluice().longWaits().stream()
                                        .anyMatch(line -> line.startsWith("user " + user + ":"))));
    }

    private static JsonNode failure(Output output) {
        return output.results().stream()
                .map(line -> line.path("error"))
                .filter(JsonNode::isObject)
                .findFirst()
                .orElseThrow();
    }

    private String lastBody() {
        return sluice.stats().lastRequest().orElseThrow().body();
    }

    private int answered(int from, int to) {
        return IntStream.range(from, to)
                .map(i -> sluice.stats().timesAnswered(prompt(i)))
                .sum();
    }

    @Test
    void tenThousandPromptsOfThreeUsers_neverSpendMore_andGoOnTheNextDay() {
        Map<String, Long> caps = Map.of("ana", 80_000L, "ben", 70_000L, "cy", 100_000L);
        sluice.users("""
                ana: {day: {tokens: 80000}}
                ben: {day: {tokens: 70000}}
                cy: {day: {tokens: 100000}}
                """);
        sluice.start();
        for (int file = 0; file < 4; file++) {
            sluice.drop("f" + file + ".jsonl", prompts(file * 2_500, (file + 1) * 2_500, "ana", "ben", "cy"));
        }

        untilHeld("ana", "ben", "cy");
        Map<Integer, Integer> firstDay = new HashMap<>();
        IntStream.range(0, 10_000).forEach(i -> firstDay.put(i, sluice.stats().timesAnswered(prompt(i))));
        assertThat(jobs())
                .extracting(JobStatus::waitsFor)
                .allSatisfy(
                        reason -> assertThat(reason).contains("allowance of").contains("2027-03-11T00:00:00Z"));
        clock.jump(DAY);
        List<JsonNode> lines = new ArrayList<>();
        IntStream.range(0, 4)
                .forEach(file -> lines.addAll(sluice.output("f" + file).results()));

        String[] users = {"ana", "ben", "cy"};
        Map<String, Long> spent = new HashMap<>();
        for (int i = 0; i < 10_000; i++) {
            JsonNode usage = lines.get(i).path("usage");
            long tokens = usage.path("prompt_tokens").asLong()
                    + usage.path("completion_tokens").asLong();
            spent.merge(users[i % 3], tokens * firstDay.getOrDefault(i, 0), Long::sum);
        }
        assertThat(lines).hasSize(10_000).allMatch(line -> line.hasNonNull("text"));
        assertThat(sluice.stats().answeredTwice()).isEmpty();
        caps.forEach((user, cap) -> {
            assertThat(spent.get(user)).isLessThanOrEqualTo(cap).isGreaterThan(cap - 60);
            UsageSum ledger = used(user, "2027-03-10");
            assertThat(ledger.inputTokens() + ledger.outputTokens()).isEqualTo(spent.get(user));
            UsageSum second = used(user, "2027-03-11");
            assertThat(second.inputTokens() + second.outputTokens()).isLessThanOrEqualTo(cap);
        });
    }

    @Test
    void whenCappedFail_restFails_andSaysWhy() {
        sluice.users("\"*\": {day: {requests: 30}, when-capped: fail}");
        sluice.drop("@ana/a.jsonl", prompts(0, 100, "ana")).start();
        Output output = sluice.output("@ana/a");

        assertThat(output.counts()).isEqualTo(List.of(100, 30, 70, 0));
        assertThat(failure(output).path("code").asText()).isEqualTo("user_cap_exceeded");
        assertThat(failure(output).path("message").asText())
                .contains("the allowance of the user is used up: user=ana requests=31 of 30 in the day");
    }

    @Test
    void promptLargerThanTheCap_fails_whileSmallerOnesGo() {
        sluice.users("\"*\": {day: {tokens: 100}}");
        sluice.drop("a.txt", "short", "long ".repeat(200)).start();
        Output output = sluice.output("a");

        assertThat(output.counts()).isEqualTo(List.of(2, 1, 1, 0));
        assertThat(failure(output).path("message").asText())
                .contains("a prompt must fit the allowance of its user: user=default tokens=");
    }

    @Test
    void jobThatWaits_cancelled_endsWithWhatItHas() {
        sluice.users("\"*\": {week: {requests: 10}}");
        sluice.drop("a.jsonl", prompts(0, 50, "ana")).start();
        untilHeld("ana");
        JobOrders.place(home(), JobOrder.Kind.CANCEL, jobs().get(0).job(), Clock.systemUTC());
        Output output = sluice.output("a");

        assertThat(output.counts()).isEqualTo(List.of(50, 10, 40, 0));
        assertThat(failure(output).path("code").asText()).isEqualTo("cancelled");
        assertThat(sluice.sluice().longWaits()).isEmpty();
    }

    @Test
    void restart_whileHeld_spendsNoMore_andGoesOnWhenTheMonthTurns() {
        sluice.users("\"*\": {month: {requests: 10}}");
        sluice.drop("a.jsonl", prompts(0, 25, "ana")).start();
        untilHeld("ana");
        sluice.stop();
        sluice.start();
        untilHeld("ana");
        assertThat(answered(0, 25)).isEqualTo(10);

        clock.jump(Duration.ofDays(31));
        sluice.until("the next ten are answered", () -> answered(0, 25) == 20);
        untilHeld("ana");
        clock.jump(Duration.ofDays(31));

        assertThat(sluice.output("a").counts()).isEqualTo(List.of(25, 25, 0, 0));
        assertThat(sluice.stats().answeredTwice()).isEmpty();
    }

    @Test
    void restart_afterRequestsWereCutOff_countsTheMostThatTheyMayHaveUsed_onEachStart() throws IOException {
        sluice.users("\"*\": {month: {requests: 10}}");
        sluice.drop("a.jsonl", prompts(0, 25, "ana")).start();
        untilHeld("ana");
        sluice.stop();
        long job = jobs().get(0).job();
        // As a kill leaves it: three requests under way, and one whose prompt got its result.
        String[] lines = {"sent r1 %d:10 .", "sent r2 %d:11-12 .", "sent r3 %d:13 .", "sent r4 %d:0 ."};
        Files.writeString(
                sluice.path("state/requests.journal"),
                Stream.of(lines).map(line -> String.format(line, job) + "\n").collect(Collectors.joining()));
        sluice.users("\"*\": {month: {requests: 15}}");
        sluice.start();
        untilHeld("ana");
        assertThat(answered(0, 25)).isEqualTo(12);

        sluice.stop();
        sluice.start();
        untilHeld("ana");
        assertThat(answered(0, 25)).isEqualTo(12);
        assertThat(used("ana", "2027-03-10").requests()).isEqualTo(12);
    }

    @Test
    void costs_areHeldToTheMicroDollar() {
        sluice.users("\"*\": {day: {cost: 0.002}}");
        sluice.drop("a.jsonl", prompts(0, 60, "ana")).start();
        untilHeld("ana");

        assertThat(used("ana", "2027-03-10").costMicroUsd()).isBetween(1_750L, 2_000L);
        clock.jump(DAY);
        clock.jump(DAY);
        assertThat(used("ana", "2027-03-10").unpriced()).isZero();
    }

    @Test
    void costBound_withoutAPrice_failsThePrompt() {
        sluice.users("\"*\": {day: {cost: 5}}");
        sluice.profiles("default: {model: nobody-knows, max-wait: 20ms}");
        sluice.drop("a.txt", "what does it cost").start();

        assertThat(failure(sluice.output("a")).path("code").asText()).isEqualTo("price_unknown");
    }

    @Test
    void lists_countEachPromptOnItsUser() {
        sluice.profiles(
                "default: {endpoint: embeddings, model: text-embedding-3-small, max-prompts: 7, max-wait: 20ms}");
        sluice.users("ana: {day: {tokens: 400}}");
        sluice.drop("a.jsonl", prompts(0, 200, "ana", "ben")).start();
        untilHeld("ana");

        UsageSum ana = used("ana", "2027-03-10");
        assertThat(ana.inputTokens()).isBetween(350L, 400L);
        assertThat(used("ben", "2027-03-10").prompts()).isEqualTo(100);
    }

    @Test
    void safetyIdentifier_isTheHashOfTheUser_whereTheLineHasNone() {
        sluice.set("sluice.users.safety-identifier", true);
        sluice.drop("@ana/a.jsonl", "{\"prompt\":\"x\"}").start();
        sluice.output("@ana/a");
        assertThat(lastBody()).contains("\"safety_identifier\":\"24d4b96f58da6d4a8512313bbd02a28e\"");
        sluice.drop("b.jsonl", "{\"prompt\":\"x\",\"safety_identifier\":\"mine\"}");
        sluice.output("b");
        assertThat(lastBody()).contains("\"safety_identifier\":\"mine\"");
    }

    /** Returns how many tokens the provider has worked on for each time that it was sent a prompt, of which each has an answer. */
    private long tokensSent(Output output, int prompts) {
        return IntStream.range(0, prompts)
                .mapToLong(i -> {
                    JsonNode usage = output.results().get(i).path("usage");
                    long tokens = usage.path("prompt_tokens").asLong()
                            + usage.path("completion_tokens").asLong();
                    return tokens * sent.getOrDefault(i, 0);
                })
                .sum();
    }

    private void noteSent(int prompts) {
        IntStream.range(0, prompts).forEach(i -> sent.put(i, sluice.stats().timesSent(prompt(i))));
    }

    @Test
    void requestsThatFail_count_soThatRepeatsPassNoBound() {
        sluice.set("sluice.retry.attempts", 50).set("sluice.retry.job-percent", 1000);
        sluice.users("\"*\": {day: {requests: 40}}");
        sluice.faults(Fault.parse("500,probability=0.2"), Fault.parse("reset,probability=0.2"));
        sluice.drop("a.jsonl", prompts(0, 60, "ana")).start();
        for (long most = 40; answered(0, 60) < 60; most += 40) {
            long all = most;
            sluice.until("the day's are sent, or all", () -> sluice.stats().requests() == all || answered(0, 60) == 60);
            untilHeldOrDone("ana", "a");
            assertThat(sluice.stats().requests()).isLessThanOrEqualTo(all);
            clock.jump(DAY);
        }

        assertThat(sluice.output("a").counts()).isEqualTo(List.of(60, 60, 0, 0));
    }

    @Test
    void lostReplies_countTheMostOfTheirPrompts_soThatRepeatsPassNoBound() {
        sluice.set("sluice.retry.attempts", 50).set("sluice.retry.job-percent", 1000);
        sluice.users("\"*\": {day: {tokens: 1500}}");
        sluice.faults(Fault.parse("reset,probability=0.2"), Fault.parse("empty-choices,probability=0.2"));
        sluice.drop("a.jsonl", prompts(0, 60, "ana")).start();
        untilHeldOrDone("ana", "a");
        noteSent(60);
        sluice.faults();
        sluice.stop();
        sluice.start();
        untilHeldOrDone("ana", "a");
        assertThat(IntStream.range(0, 60).allMatch(i -> sluice.stats().timesSent(prompt(i)) == sent.get(i)))
                .isTrue();
        for (int day = 0; day < 9; day++) {
            clock.jump(DAY);
        }
        Output output = sluice.output("a");

        assertThat(output.counts()).isEqualTo(List.of(60, 60, 0, 0));
        assertThat(tokensSent(output, 60)).isBetween(1_200L, 1_500L);
    }

    @Test
    void repliesWithoutUsage_countTheMostOfTheirPrompts() {
        sluice.users("\"*\": {day: {tokens: 1000}}");
        sluice.faults(Fault.parse("no-usage"));
        sluice.drop("a.jsonl", prompts(0, 60, "ana")).start();
        untilHeld("ana");

        assertThat(sluice.stats().requests()).isBetween(15L, 25L);
    }

    @Test
    void providerThatCountsMore_isLearnedFromTheFirstReply() {
        sluice.provider(options -> options.tokenCounter(String::length).latency(Duration.ofMillis(50)));
        sluice.users("\"*\": {day: {tokens: 2000}}");
        sluice.drop("a.jsonl", prompts(0, 60, "ana")).start();
        untilHeld("ana");

        UsageSum used = used("ana", "2027-03-10");
        assertThat(used.inputTokens() + used.outputTokens()).isBetween(1_500L, 2_000L);
    }

    @Test
    void promptsThatShareARequest_takeOneOfTheirUser() {
        sluice.profiles(
                "default: {endpoint: embeddings, model: text-embedding-3-small, max-prompts: 50, max-wait: 50ms}");
        sluice.users("\"*\": {day: {requests: 4}}");
        sluice.drop("a.jsonl", prompts(0, 1_000, "ana")).start();
        untilHeld("ana");

        assertThat(sluice.stats().requests()).isEqualTo(4);
        assertThat(answered(0, 1_000)).isBetween(150, 200);
        clock.jump(DAY);
        sluice.until("the next four are sent", () -> sluice.stats().requests() == 8);
        untilHeld("ana");
        assertThat(sluice.stats().requests()).isEqualTo(8);
    }

    @Test
    void safetyIdentifier_isThatOfTheRow_notOfTheFile() {
        sluice.set("sluice.users.safety-identifier", true);
        sluice.drop("@ben/rows.csv", "user,prompt\nana,x\n").start();
        sluice.output("@ben/rows");
        assertThat(lastBody()).contains("\"safety_identifier\":\"24d4b96f58da6d4a8512313bbd02a28e\"");
    }

    @Test
    void safetyIdentifier_isThatOfTheLine_whereItsTemplateUsesTheFieldUp() {
        sluice.set("sluice.users.safety-identifier", true);
        sluice.profiles("default: {template: 'Greet {{user}}'}");
        sluice.drop("@ben/lines.jsonl", "{\"user\":\"ana\"}").start();
        sluice.output("@ben/lines");
        assertThat(lastBody()).contains("\"safety_identifier\":\"24d4b96f58da6d4a8512313bbd02a28e\"");
    }

    @Test
    void restart_whileABatchRuns_reservesForItsPromptsAnew() {
        DayClock earlier = new DayClock("2020-01-10T10:00:00Z");
        sluice.clock(earlier).set("sluice.batch.poll-min-seconds", 1).set("sluice.batch.poll-max-seconds", 1);
        sluice.profiles("""
                default: {model: gpt-4o, lane: batch, parameters: {max_tokens: 12}}
                online: {lane: online}
                """);
        sluice.provider(options -> options.batch(batch -> batch.latency(Duration.ofSeconds(4))));
        sluice.users("\"*\": {day: {requests: 10}}");
        sluice.drop("a.jsonl", prompts(0, 6, "ana")).start();
        sluice.until("the batch is created", () -> sluice.stats().batches().batchesCreated() == 1);
        sluice.stop();
        sluice.start();
        sluice.drop("online/b.jsonl", prompts(100, 110, "ana"));
        sluice.output("a");
        untilHeld("ana");

        assertThat(answered(0, 6) + answered(100, 110)).isEqualTo(10);
    }

    @Test
    void batches_reserveUntilTheyAreCollected() {
        // Earlier than the provider's clock, for which no batch is late then.
        DayClock earlier = new DayClock("2020-01-10T10:00:00Z");
        sluice.clock(earlier);
        sluice.profiles("default: {model: gpt-4o, lane: batch, parameters: {max_tokens: 12}}");
        sluice.set("sluice.batch.poll-min-seconds", 1);
        sluice.users("\"*\": {day: {requests: 10}}");
        sluice.drop("a.jsonl", prompts(0, 15, "ana")).start();
        untilHeld("ana");
        assertThat(answered(0, 15)).isEqualTo(10);
        earlier.jump(DAY);

        assertThat(sluice.output("a").counts()).isEqualTo(List.of(15, 15, 0, 0));
    }
}
