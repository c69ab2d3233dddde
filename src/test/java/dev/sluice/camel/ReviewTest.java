package dev.sluice.camel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.job.Decision;
import dev.sluice.job.HomeDatabase;
import dev.sluice.job.HomeFolder;
import dev.sluice.job.JobOrder;
import dev.sluice.job.JobOrders;
import dev.sluice.job.ReviewFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that wait for somebody's decision, on the real routes. */
class ReviewTest {
    @TempDir
    private Path folder;

    private SluiceFixture sluice;

    @BeforeEach
    void setUp() {
        sluice = SluiceFixture.in(folder).clock(new DayClock("2027-03-10T10:00:00Z"));
        sluice.users("\"*\": {day: {requests: 10}, on-exceed: review}");
    }

    @AfterEach
    void tearDown() {
        sluice.close();
    }

    private static String[] prompts(int count) {
        return IntStream.range(0, count).mapToObj(i -> "prompt " + i).toArray(String[]::new);
    }

    private ReviewFolder review() {
        return new HomeFolder(sluice.home()).review();
    }

    private void decide(String name, Decision decision) {
        try {
            review().decide(name, decision);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private List<String> waiting() {
        try {
            return review().waiting();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private JsonNode why(String name) {
        sluice.until("the file waits", () -> sluice.exists("review/" + name));
        return Output.parse(SluiceFixture.read(sluice.path("review/" + name + ".why.json")));
    }

    @Test
    void fileBeyondTheAllowance_waits_andSaysWhy_whileASmallOneGoes() {
        sluice.drop("@ana/big.txt", prompts(11)).start();
        JsonNode why = why("ana/@ana/big.txt");
        sluice.drop("@ana/small.txt", prompts(2));

        assertThat(sluice.output("@ana/small").counts()).isEqualTo(List.of(2, 2, 0, 0));
        assertThat(why.path("user").asText()).isEqualTo("ana");
        assertThat(why.path("file").asText()).isEqualTo("@ana/big.txt");
        assertThat(why.path("asked").path("prompts").asInt()).isEqualTo(11);
        assertThat(why.path("limit").asText()).isEqualTo("requests=11 of 10 in the day");
        assertThat(sluice.stats().promptsAnswered()).isEqualTo(2);
        sluice.untilIdle();
        assertThat(sluice.files("work")).isEmpty();
    }

    @Test
    void approvedFile_isSentOnce_whateverItsUserMayUse() {
        sluice.drop("@ana/big.txt", prompts(25)).start();
        why("ana/@ana/big.txt");
        decide("ana/@ana/big.txt", Decision.APPROVED);

        assertThat(sluice.output("@ana/big").counts()).isEqualTo(List.of(25, 25, 0, 0));
        assertThat(sluice.files("review")).isEmpty();
        sluice.drop("@ana/big.txt", prompts(25));
        assertThat(why("ana/@ana/big.txt").path("used").path("requests").asInt())
                .isEqualTo(25);
    }

    @Test
    void fileMovedByHand_isKnownByItsName() throws IOException {
        sluice.drop("@ana/big.txt", prompts(25)).start();
        why("ana/@ana/big.txt");
        Files.move(sluice.path("review/ana/@ana/big.txt"), sluice.path("review/approved/big.txt"));

        assertThat(sluice.output("@ana/big").counts()).isEqualTo(List.of(25, 25, 0, 0));
    }

    private void move(String from, String to) throws IOException {
        Files.createDirectories(sluice.path(to).getParent());
        Files.move(sluice.path(from), sluice.path(to));
    }

    @Test
    void fileMovedWithItsNote_keepsUserAndProfile() throws IOException {
        sluice.profiles("{default: {max-wait: 20ms}, cheap: {max-wait: 20ms, lane: online}}");
        sluice.drop("@ana/cheap/c.txt", prompts(12)).start();
        why("ana/@ana/cheap/c.txt");
        move("review/ana/@ana/cheap/c.txt", "review/approved/c.txt");
        move("review/ana/@ana/cheap/c.txt.why.json", "review/approved/c.txt.why.json");

        Output output = sluice.output("@ana/cheap/c");
        assertThat(output.counts()).isEqualTo(List.of(12, 12, 0, 0));
        assertThat(output.report().path("profile").asText()).isEqualTo("cheap");
        assertThat(sluice.files("review")).isEmpty();
    }

    @Test
    void wholeFolderOfAUserMoved_isClaimedAsHis_andNoNoteIsTakenForAFile() throws IOException {
        sluice.drop("@ana/x/f.txt", prompts(12)).drop("@ana/g.txt", prompts(13)).start();
        why("ana/@ana/x/f.txt");
        why("ana/@ana/g.txt");
        move("review/ana", "review/approved/ana");

        assertThat(sluice.output("@ana/x/f").counts()).isEqualTo(List.of(12, 12, 0, 0));
        assertThat(sluice.output("@ana/g").counts()).isEqualTo(List.of(13, 13, 0, 0));
        sluice.untilIdle();
        assertThat(sluice.files("review")).isEmpty();
        assertThat(sluice.files("rejected")).isEmpty();
    }

    @Test
    void fileWithoutAUsableNote_isLeftAlone_andEndsNoRunLater() throws IOException {
        sluice.drop("@ana/f.txt", prompts(12)).drop("@ana/g.txt", prompts(12)).start();
        why("ana/@ana/f.txt");
        why("ana/@ana/g.txt");
        Files.writeString(sluice.path("review/ana/@ana/g.txt.why.json"), "");
        move("review/ana/@ana/f.txt", "review/approved/other.txt");
        decide("ana/@ana/g.txt", Decision.APPROVED);
        Files.writeString(sluice.path("review/approved/never.txt"), "one\n");
        sluice.untilIdle();

        assertThat(sluice.files("review"))
                .containsExactly(
                        "ana/@ana/f.txt.why.json",
                        "ana/@ana/g.txt.why.json",
                        "approved/ana/@ana/g.txt",
                        "approved/never.txt",
                        "approved/other.txt");
        assertThat(sluice.stats().promptsAnswered()).isZero();
        move("review/ana/@ana/f.txt.why.json", "review/approved/other.txt.why.json");
        assertThat(sluice.output("@ana/f").counts()).isEqualTo(List.of(12, 12, 0, 0));
    }

    @Test
    void sameNameAgain_beforeAndAfterTheClaim_eachIsAnsweredOnceForItsUser() {
        sluice.drop("@ana/f.txt", prompts(12)).start();
        why("ana/@ana/f.txt");
        sluice.stop();
        decide("ana/@ana/f.txt", Decision.APPROVED);
        sluice.drop("@ana/f.txt", prompts(13));
        sluice.provider(options -> options.latency(Duration.ofMillis(300))).start();
        sluice.until("the first one runs", () -> sluice.stats().underWay() > 0);
        sluice.drop("@ana/f.txt", prompts(14));
        sluice.until("two wait", () -> sluice.files("review").size() == 4);
        waiting().forEach(name -> decide(name, Decision.APPROVED));
        sluice.until("all are answered", () -> sluice.files("archive").size() == 3);
        sluice.untilIdle();

        assertThat(sluice.stats().promptsAnswered()).isEqualTo(12 + 13 + 14);
        assertThat(sluice.files("archive")).containsExactly("@ana/f-2.txt", "@ana/f-3.txt", "@ana/f.txt");
        assertThat(sluice.files("review")).isEmpty();
    }

    @Test
    void deniedFile_failsWhole_andSaysSo() {
        sluice.drop("big.txt", prompts(12)).start();
        why("default/big.txt");
        decide("default/big.txt", Decision.DENIED);
        Output output = sluice.output("big");

        assertThat(output.counts()).isEqualTo(List.of(12, 0, 12, 0));
        assertThat(output.results().get(0).path("error").path("code").asText()).isEqualTo("review_denied");
        assertThat(sluice.stats().promptsAnswered()).isZero();
    }

    @Test
    void deniedFile_isNotRetried_withoutAnotherDecision() {
        sluice.drop("big.txt", prompts(12)).start();
        why("default/big.txt");
        decide("default/big.txt", Decision.DENIED);
        sluice.output("big");
        HomeFolder home = new HomeFolder(sluice.home());
        long job = HomeDatabase.jobs(home).get(0).job();

        assertThat(JobOrders.problem(home, JobOrder.Kind.RETRY, job))
                .contains("job " + job
                        + " was denied when it was reviewed; drop its file into inbox/ once more to have it"
                        + " looked at again: file=big.txt");
    }

    @Test
    void approvedFile_whoseRunEndsEarly_needsNoOtherApproval() {
        sluice.drop("big.txt", prompts(12)).start();
        why("default/big.txt");
        sluice.stop();
        decide("default/big.txt", Decision.APPROVED);
        sluice.provider(options -> options.latency(Duration.ofSeconds(2))).start();
        sluice.until("requests are under way", () -> sluice.stats().underWay() > 0);
        sluice.stop();
        sluice.provider(options -> options.latency(Duration.ZERO)).start();

        assertThat(sluice.output("big").counts()).isEqualTo(List.of(12, 12, 0, 0));
    }

    @Test
    void noteThatAKillLeftBehind_isGoneAfterTheNextStart() throws IOException {
        sluice.drop("@ana/big.txt", prompts(25)).start();
        why("ana/@ana/big.txt");
        String why = SluiceFixture.read(sluice.path("review/ana/@ana/big.txt.why.json"));
        sluice.stop();
        decide("ana/@ana/big.txt", Decision.APPROVED);
        sluice.provider(options -> options.latency(Duration.ofSeconds(2))).start();
        sluice.until("requests are under way", () -> sluice.stats().underWay() > 0);
        sluice.stop();
        Files.createDirectories(sluice.path("review/ana/@ana"));
        Files.writeString(sluice.path("review/ana/@ana/big.txt.why.json"), why);
        sluice.provider(options -> options.latency(Duration.ZERO)).start();

        assertThat(sluice.output("@ana/big").counts()).isEqualTo(List.of(25, 25, 0, 0));
        assertThat(sluice.files("review")).isEmpty();
    }

    @Test
    void userWhoIsNotTrusted_mayHaveFewPromptsAFile() {
        sluice.users("\"*\": {max-prompts: 5}\nana: {trusted: true}");
        sluice.start();
        sluice.drop("@ana/a.txt", prompts(6));
        sluice.drop("@ben/b.txt", prompts(6));

        assertThat(why("ben/@ben/b.txt").path("reason").asText())
                .isEqualTo("a user who isn't trusted has more prompts in it: max-prompts=5");
        assertThat(sluice.output("@ana/a").counts()).isEqualTo(List.of(6, 6, 0, 0));
    }

    @Test
    void fileThatMayCostMoreThanItsProfileAllows_waits() {
        sluice.users("");
        sluice.profiles("default: {model: gpt-4o, max-cost: 0.002, parameters: {max_tokens: 100}}");
        sluice.drop("a.txt", prompts(1)).drop("b.txt", prompts(3)).start();

        assertThat(why("default/b.txt").path("asked").path("costUsd").asDouble())
                .isGreaterThan(0.002);
        sluice.untilIdle();
        assertThat(sluice.exists("review/default/a.txt")).isFalse();
    }

    @Test
    void fileOfAModelWithoutAPrice_waits_whereItsProfileHasAMaxCost() {
        sluice.users("");
        sluice.profiles("default: {model: my-own-model, max-cost: 100}");
        sluice.drop("a.txt", prompts(1)).start();

        assertThat(why("default/a.txt").path("reason").asText())
                .isEqualTo("what it costs is unknown, and its profile has a max-cost: model=my-own-model");
    }

    @Test
    void promptsThatAreSentOnce_countOnce() {
        sluice.profiles("default: {max-wait: 20ms, parameters: {temperature: 0}}");
        sluice.drop(
                        "a.txt",
                        IntStream.range(0, 22).mapToObj(i -> "prompt " + i % 10).toArray(String[]::new))
                .start();

        assertThat(sluice.output("a").counts()).isEqualTo(List.of(22, 22, 0, 0));
        assertThat(sluice.stats().promptsAnswered()).isEqualTo(10);
    }
}
