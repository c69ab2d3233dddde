package dev.sluice.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A lane that is slower than its files: requests stay full, and no job holds up another. */
class FullGroupsTest {
    private static final String LISTS = "default: {endpoint: completions, model: m, max-prompts: 10, max-wait: 20ms}";

    @TempDir
    Path folder;

    @Test
    void laneIsSlow_requestsAreFullAllTheSame() {
        try (SluiceFixture sluice = slowLane().profiles(LISTS).start()) {
            sluice.drop(
                    "a.txt", IntStream.range(0, 500).mapToObj(i -> "hello " + i).toArray(String[]::new));

            assertThat(sluice.output("a").report().path("requests").asInt()).isBetween(50, 55);
        }
    }

    @Test
    void manyLongFiles_shortOneIsAnsweredAllTheSame() {
        try (SluiceFixture sluice = slowLane().start()) {
            for (int file = 0; file < 5; file++) {
                sluice.drop(
                        "long-" + file + ".txt",
                        IntStream.range(0, 1_000)
                                .mapToObj(i -> "hello ".repeat(20) + i)
                                .toArray(String[]::new));
            }
            sluice.until("all are claimed", () -> sluice.sluice().jobs().size() == 5);

            sluice.drop("short.txt", "hello");
            sluice.output("short");

            assertThat(sluice.files("outbox")).noneMatch(name -> name.startsWith("long-"));
        }
    }

    @Test
    void jobWhosePromptsCannotShareRequests_holdsUpNoOther() {
        try (SluiceFixture sluice = slowLane().profiles(LISTS).start()) {
            sluice.drop(
                    "long.jsonl",
                    IntStream.range(0, 1_000)
                            .mapToObj(i -> "{\"prompt\":\"hello\",\"user\":\"u" + i + "\"}")
                            .toArray(String[]::new));
            sluice.until("the long one is under way", () -> sluice.stats().requests() > 5);

            sluice.drop("short.txt", "hello");
            sluice.output("short");

            assertThat(sluice.exists("outbox/long.report.json")).isFalse();
        }
    }

    private SluiceFixture slowLane() {
        return SluiceFixture.in(folder)
                .limits("default: {models: ['*'], limits: none, max-in-flight: 1}")
                .provider(options -> options.latency(Duration.ofMillis(20)));
    }
}
