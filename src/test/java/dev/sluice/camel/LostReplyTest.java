package dev.sluice.camel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.simulator.Fault;
import dev.sluice.simulator.Fault.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Replies that never come whole: how long they may take, what is said of them, and how many are paid for. */
class LostReplyTest {
    @TempDir
    Path folder;

    private SluiceFixture sluice;

    @BeforeEach
    void prepare() {
        sluice = SluiceFixture.in(folder);
    }

    @AfterEach
    void close() {
        sluice.close();
    }

    private static String[] lines(int count) {
        return IntStream.range(0, count).mapToObj(i -> "prompt " + i).toArray(String[]::new);
    }

    @Test
    void replyThatTricklesIn_isBrokenOffAtItsTotalTime_andAskedAgain() {
        sluice.set("sluice.provider.total-timeout-millis", 300)
                .faults(Fault.of(Kind.SLOW_BODY)
                        .withDuration(Duration.ofSeconds(60))
                        .times(1))
                .start()
                .drop("a.txt", "one");

        Output output = sluice.output("a");

        assertThat(output.counts()).containsExactly(1, 1, 0, 0);
        assertThat(output.report().path("maybeRepeated").asInt()).isEqualTo(1);
        assertThat(output.report().path("seconds").asDouble()).isLessThan(30);
    }

    @Test
    void everyReplyTricklesIn_failureNamesTheTime() {
        sluice.set("sluice.provider.total-timeout-millis", 100)
                .faults(Fault.of(Kind.SLOW_BODY).withDuration(Duration.ofSeconds(60)))
                .start()
                .drop("a.txt", "one");

        assertThat(sluice.output("a").results().toString()).contains("no whole reply within 100 ms");
    }

    @Test
    void replyIsReset_nextRequestIsCountedAsMaybeRepeated() {
        sluice.faults(Fault.of(Kind.RESET).times(2)).start().drop("a.txt", "one");

        assertThat(sluice.output("a").report().path("maybeRepeated").asInt()).isEqualTo(2);
    }

    @Test
    void refusals_areNotCountedAsMaybeRepeated() {
        sluice.faults(Fault.status(429).times(1), Fault.status(503).times(1))
                .start()
                .drop("a.txt", "one");

        assertThat(sluice.output("a").report().path("maybeRepeated").asInt()).isZero();
    }

    @Test
    void shareOfRepeatsIsUsedUp_promptsFailAtTheirFirstSuchFault() {
        sluice.set("sluice.retry.job-percent", 0)
                .set("sluice.retry.attempts", 5)
                .faults(
                        Fault.of(Kind.RESET).onText("prompt 3"),
                        Fault.status(500).onText("prompt 5").times(2))
                .start()
                .drop("a.txt", lines(8));

        Output output = sluice.output("a");

        assertThat(output.counts()).containsExactly(8, 7, 1, 0);
        assertThat(sluice.stats().requests()).isEqualTo(8 + 2);
    }
}
