package dev.sluice.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.sluice.simulator.Fault;
import dev.sluice.simulator.Fault.Kind;
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

/** A stop in the middle loses nothing, and the next start pays for nothing twice. */
class StopAndResumeTest {
    @TempDir
    Path folder;

    private SluiceFixture sluice;

    @BeforeEach
    void open() {
        sluice = SluiceFixture.in(folder).profiles("""
                default: {max-wait: 20ms}
                list: {endpoint: completions, model: m, max-prompts: 7, max-wait: 20ms}
                """);
    }

    @AfterEach
    void close() {
        sluice.close();
    }

    @Test
    void stopInTheMiddle_theNextStartAsksTheRestOnly() {
        List<String> prompts = IntStream.range(0, 400).mapToObj(i -> "p" + i).toList();
        sluice.provider(options -> options.latency(Duration.ofMillis(20)))
                .drop("list/long.txt", prompts.toArray(String[]::new))
                .drop("chat.txt", prompts.stream().map(p -> "chat " + p).toArray(String[]::new))
                .start();
        sluice.until("some are answered", () -> sluice.stats().promptsAnswered() > 60);
        sluice.stop();
        long before = sluice.stats().promptsAnswered();
        assertThat(before).isLessThan(800);
        assertThat(sluice.files("outbox")).isEmpty();
        assertThat(sluice.files("work")).hasSize(2);

        sluice.start();

        assertThat(sluice.output("list/long").texts())
                .containsExactlyElementsOf(
                        prompts.stream().map(p -> "echo: " + p).toList());
        assertThat(sluice.output("chat").texts())
                .containsExactlyElementsOf(
                        prompts.stream().map(p -> "echo: chat " + p).toList());
        assertThat(sluice.output("chat").counts()).containsExactly(400, 400, 0, 0);
        assertThat(sluice.stats().promptsAnswered()).isEqualTo(800);
        assertThat(sluice.stats().answeredTwice()).isEmpty();
        assertThat(prompts)
                .allSatisfy(p -> assertThat(sluice.stats().timesSent(p)).isEqualTo(1));
        assertThat(sluice.files("work")).isEmpty();
    }

    @Test
    void stopDuringRetries_failsNothing() {
        sluice.set("sluice.retry.delay-millis", 60_000).set("sluice.retry.max-delay-millis", 60_000);
        sluice.faults(Fault.status(500)).drop("list/a.txt", "one", "two").start();
        sluice.until("the provider has failed", () -> sluice.stats().requests() == 1);
        sluice.stop();
        assertThat(sluice.files("work")).containsExactly("1/list/a.txt");

        sluice.faults().start();

        assertThat(sluice.output("list/a").counts()).containsExactly(2, 2, 0, 0);
    }

    @Test
    void stopWhileARequestIsUnderWay_waitsForItsAnswer() {
        sluice.faults(Fault.of(Kind.SLOW_BODY).withDuration(Duration.ofSeconds(1)))
                .drop("a.txt", "one")
                .start();
        sluice.until("the request is under way", () -> sluice.stats().underWay() == 1);
        sluice.stop();
        assertThat(sluice.stats().timesAnswered("one")).isEqualTo(1);

        sluice.start();

        assertThat(sluice.output("a").texts()).containsExactly("echo: one");
        assertThat(sluice.stats().timesSent("one")).isEqualTo(1);
    }

    @Test
    void claimedFileThatNobodyNoted_isTakenUp() throws IOException {
        Files.createDirectories(sluice.path("work/7/list"));
        Files.writeString(sluice.path("work/7/list/x.txt"), "one\ntwo\n");
        sluice.drop("y.txt", "three").start();

        Output output = sluice.output("list/x");
        assertThat(output.texts()).containsExactly("echo: one", "echo: two");
        assertThat(output.report().path("job").asInt()).isEqualTo(7);
        assertThat(output.report().path("profile").asText()).isEqualTo("list");
        assertThat(sluice.output("y").report().path("job").asInt()).isEqualTo(8);
    }

    @Test
    void leftovers_ofACrash_doNoHarm() throws IOException {
        for (String name : List.of(
                "outbox/.sluice-a.results.jsonl",
                "outbox/sub/.sluice-b.report.json",
                "work/3/.x.txt.part",
                "work/4/5/6")) {
            Files.createDirectories(sluice.path(name).getParent());
            Files.writeString(sluice.path(name), "half a li");
        }
        sluice.drop("a.txt", "one").start();

        assertThat(sluice.output("a").texts()).containsExactly("echo: one");
        sluice.until("the file without format is rejected", () -> sluice.exists("rejected/5/6.why.txt"));
        assertThat(sluice.files("outbox")).containsExactly("a.report.json", "a.results.jsonl");
    }

    @Test
    void secondSluice_onTheSameHome_isRefused() {
        sluice.start();
        sluice.drop("a.txt", "one");

        assertThatIllegalStateException()
                .isThrownBy(() -> Sluice.start(sluice.configuration()))
                .withMessage("another Sluice works on this home folder: home=" + sluice.home() + " pid="
                        + ProcessHandle.current().pid());

        assertThat(sluice.output("a").texts()).containsExactly("echo: one");
    }

    @Test
    void close_twice_isHarmless() {
        sluice.start();
        Sluice running = sluice.sluice();

        running.close();
        running.close();
    }
}
