package dev.sluice.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {

    @Test
    void texts_ofEveryOption_areRead() {
        SimulatorOptions options = SimulatorOptions.parse(Map.ofEntries(
                Map.entry("port", "8080"),
                Map.entry("seed", "7"),
                Map.entry("latency", "20ms..80ms"),
                Map.entry("enforcement", "quantised"),
                Map.entry("burst", "2s"),
                Map.entry("strict", "true"),
                Map.entry("admission", "sum"),
                Map.entry("other-client-share", "0.25"),
                Map.entry("headers", "bare-seconds"),
                Map.entry("errors", "azure"),
                Map.entry("retry-after", "garbage"),
                Map.entry("models", "a, b"),
                Map.entry("keys", "k"),
                Map.entry("faults", "500,probability=0.05;hang,text=x"),
                Map.entry("poison", "venom"),
                Map.entry("context-tokens", "8192"),
                Map.entry("max-list", "20"),
                Map.entry("embedding-dimensions", "8"),
                Map.entry("batch-latency", "1s..5s"),
                Map.entry("batch-expire", "0.4,skip=1,times=2"),
                Map.entry("batch-line-faults", "0.1"),
                Map.entry("batch-lost-lines", "0.2"),
                Map.entry("batch-doubled-lines", "0.3"),
                Map.entry("batch-late-output", "2s"),
                Map.entry("batch-poll-after", "500ms"),
                Map.entry("batch-queue-full", "429"),
                Map.entry("batch-max-lines", "10"),
                Map.entry("batch-max-bytes", "1000"),
                Map.entry("batch-max-inputs", "20"),
                Map.entry("run-duration", "lognormal(8s,0.6)"),
                Map.entry("run-outcome", "failed:server_error,skip=2,times=1;endless,text=x;expired,probability=0.5"),
                Map.entry("run-poll-after", "remaining"),
                Map.entry("recording", "false"),
                Map.entry("requests-per-minute", "3_500"),
                Map.entry("images-per-minute.dall-e-*", "5"),
                Map.entry("enqueued-tokens.gpt-5*", "70000"),
                Map.entry("tokens-per-day.gpt-4*", "90000")));

        assertThat(options.port()).isEqualTo(8_080);
        assertThat(options.latency()).isEqualTo(Latency.uniform(Duration.ofMillis(20), Duration.ofMillis(80)));
        assertThat(options.enforcement())
                .isEqualTo(new Enforcement(
                        Enforcement.Mode.QUANTISED, Duration.ofSeconds(2), true, Enforcement.Admission.SUM, 0.25));
        assertThat(options.headers()).isEqualTo(HeaderForm.BARE_SECONDS);
        assertThat(options.faults())
                .containsExactly(
                        Fault.status(500).withProbability(0.05),
                        Fault.of(Fault.Kind.HANG).onText("x"));
        assertThat(options.limits())
                .containsEntry("*", Limits.none().withRequestsPerMinute(3_500L))
                .containsEntry("dall-e-*", Limits.none().withImagesPerMinute(5L))
                .containsEntry("gpt-5*", Limits.none().withEnqueuedTokens(70_000L))
                .containsEntry("gpt-4*", Limits.none().withTokensPerDay(90_000L));
        BatchOptions batch = options.batch();
        assertThat(batch.latency()).isEqualTo(Latency.uniform(Duration.ofSeconds(1), Duration.ofSeconds(5)));
        assertThat(batch.expire()).hasToString("0.4,skip=1,times=2");
        assertThat(List.of(batch.lineFaults(), batch.lostLines(), batch.doubledLines()))
                .containsExactly(0.1, 0.2, 0.3);
        assertThat(List.of(batch.lateOutput(), batch.pollAfter()))
                .containsExactly(Duration.ofSeconds(2), Duration.ofMillis(500));
        assertThat(batch.queueFull()).isEqualTo(QueueFull.REFUSED_429);
        assertThat(List.of(batch.maxLines(), (int) batch.maxBytes(), batch.maxInputs()))
                .containsExactly(10, 1_000, 20);
        assertThat(options.runs())
                .isEqualTo(new RunOptions(
                        Latency.lognormal(Duration.ofSeconds(8), 0.6),
                        List.of(
                                RunOutcome.of(RunOutcome.Kind.FAILED)
                                        .withCode("server_error")
                                        .skip(2)
                                        .times(1),
                                RunOutcome.of(RunOutcome.Kind.ENDLESS).onText("x"),
                                RunOutcome.of(RunOutcome.Kind.EXPIRED).withProbability(0.5)),
                        RunPollAfter.remaining()));
        assertThat(options.toString()).doesNotContain("[k]");
    }

    @ParameterizedTest
    @CsvSource({
        "colour,red",
        "port,many",
        "port,70000",
        "latency,fast",
        "enforcement,lax",
        "strict,yes",
        "requests-per-minute,0",
        "other-client-share,1",
        "faults,meltdown",
        "faults,'500,chance=1'",
        "faults,200",
        "burst,2m",
        "batch-expire,1.5",
        "batch-expire,'0.5,after=1'",
        "batch-expire,'0.5,times=-1'",
        "batch-lost-lines,2",
        "batch-queue-full,500",
        "batch-max-lines,0",
        "enqueued-tokens,0",
        "run-duration,soon",
        "run-outcome,exploded",
        "run-outcome,'failed,after=1'",
        "run-outcome,'failed,times=-1'",
        "run-outcome,'failed,probability=2'",
        "run-poll-after,later",
    })
    void texts_wrong_areRefusedWithASentence(String name, String value) {
        assertThatThrownBy(() -> SimulatorOptions.parse(Map.of(name, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(name.equals("colour") ? "colour" : value.replaceAll(".*,", ""));
    }

    @Test
    void texts_none_takeOptionsBack() {
        SimulatorOptions options = SimulatorOptions.parse(Map.of("batch-expire", "0.5", "batch-poll-after", "1s"))
                .with(o -> o.set(Map.of("batch-expire", "none", "batch-poll-after", "none")));

        assertThat(options.batch()).isEqualTo(BatchOptions.usual());
        assertThat(SimulatorOptions.parse(Map.of("run-outcome", "failed", "run-poll-after", "1s"))
                        .with(o -> o.set(Map.of("run-outcome", "none", "run-poll-after", "none")))
                        .runs())
                .isEqualTo(RunOptions.usual());
    }

    @Test
    void names_listEverything() {
        assertThat(SimulatorOptions.names()).contains("port", "faults", "requests-per-minute", "max-concurrent");
    }

    @ParameterizedTest
    @CsvSource({
        "0,0s",
        "1,1ms",
        "6000000,6ms",
        "120000000,120ms",
        "1000000000,1s",
        "2400000000,2.4s",
        "360000000000,6m0s",
        "179560000000,2m59.56s",
        "52151040000000,14h29m11.04s",
    })
    void duration_nanos_areWrittenAsHeadersHaveThem(long nanos, String text) {
        assertThat(DurationText.format(nanos)).isEqualTo(text);
        if (nanos % 1_000_000 == 0) {
            assertThat(DurationText.parse(text)).isEqualTo(Duration.ofNanos(nanos));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "s", "-1s", "1s1h"})
    void duration_otherText_isRefused(String text) {
        assertThatThrownBy(() -> DurationText.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void latency_ofEachShape_staysInItsRange() {
        SplittableRandom draws = new SplittableRandom(1);
        assertThat(Latency.parse("50ms").sampleNanos(draws)).isEqualTo(50_000_000);
        for (int i = 0; i < 100; i++) {
            assertThat(Latency.parse("1ms..2ms").sampleNanos(draws)).isBetween(1_000_000L, 2_000_000L);
        }
        Latency lognormal = Latency.parse("lognormal(50ms, 0.4)");
        List<Long> samples = Stream.generate(() -> lognormal.sampleNanos(draws))
                .limit(1_001)
                .sorted()
                .toList();
        assertThat(samples.get(500)).isBetween(45_000_000L, 55_000_000L);
        assertThat(samples.get(1_000)).isGreaterThan(100_000_000L);
    }
}
