package dev.sluice.camel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.simulator.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HalvingTest {
    @TempDir
    private Path temporary;

    @Test
    void twoOfSixteenAreRefused_theyAloneFail() {
        check(new JobFixture(temporary, provider -> provider.poison("[poison]")));
    }

    @Test
    void otherFaultsComeBetween_theyAloneFail() {
        check(new JobFixture(
                temporary,
                provider -> provider.poison("[poison]")
                        .faults(
                                Fault.status(429, "rate_limit_exceeded")
                                        .withDuration(Duration.ofMillis(10))
                                        .withProbability(0.2),
                                Fault.of(Fault.Kind.MISSING_INDEX).times(2),
                                Fault.of(Fault.Kind.RESET).times(2))));
    }

    private static void check(JobFixture job) {
        try (job) {
            job.configure("profiles.yaml", "default: {endpoint: completions, max-prompts: 16, max-wait: 500ms}")
                    .drop(
                            "a.txt",
                            IntStream.range(0, 16)
                                    .mapToObj(i -> i == 4 || i == 11 ? "[poison] " + i : "prompt " + i)
                                    .collect(Collectors.joining("\n")))
                    .run();

            List<JsonNode> results = job.results("a");
            assertThat(IntStream.range(0, 16).filter(i -> results.get(i).has("error")))
                    .containsExactly(4, 11);
            assertThat(job.report("a").path("prompts"))
                    .isEqualTo(JobFixture.json("{\"in\":16,\"answered\":14,\"failed\":2,\"skipped\":0}"));
        }
    }
}
