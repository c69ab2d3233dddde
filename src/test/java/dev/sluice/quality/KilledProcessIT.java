package dev.sluice.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.simulator.SimulatedAnswers;
import dev.sluice.simulator.Simulator;
import dev.sluice.simulator.SimulatorOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged application is killed while a job runs and while it is written, and goes on each time. */
class KilledProcessIT {
    private static final Path JAR = Path.of(System.getProperty("sluice.jar", "target/sluice.jar"));
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PROMPTS = 3_000;
    private static final int IN_FLIGHT = 16;

    @TempDir
    Path folder;

    private Process run(Simulator provider, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("run", "--max-in-flight", Integer.toString(IN_FLIGHT)));
        arguments.addAll(List.of(more));
        return sluice(provider, arguments);
    }

    private Process sluice(Simulator provider, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                JAR.toAbsolutePath().toString()));
        command.addAll(arguments);
        command.addAll(List.of("--home", folder.resolve("home").toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()));
        builder.environment().put("OPENAI_BASE_URL", provider.baseUrl().toString());
        return builder.start();
    }

    private static void kill(Process process) throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Test
    void killedAgainAndAgain_everyPromptIsAnsweredOnce_onlyThoseInFlightAreSentAgain() throws Exception {
        Path inbox = Files.createDirectories(folder.resolve("home/inbox"));
        List<String> prompts = new ArrayList<>();
        for (int i = 0; i < PROMPTS; i++) {
            prompts.add("prompt number " + i);
        }
        Files.write(inbox.resolve("a.txt"), prompts);
        Path report = folder.resolve("home/outbox/a.report.json");
        int kills = 0;
        try (Simulator provider = Simulator.start(SimulatorOptions.builder()
                .latency(Duration.ofMillis(20))
                .recording(false)
                .build())) {
            for (int share = 1; share <= 3; share++) {
                Process process = run(provider);
                long until = (long) PROMPTS * share / 4;
                await().atMost(Duration.ofSeconds(60))
                        .pollInterval(Duration.ofMillis(2))
                        .until(() -> provider.stats().answered() >= until);
                kill(process);
                kills++;
            }
            Process last = run(provider, "--once");
            assertThat(last.waitFor(90, TimeUnit.SECONDS)).isTrue();
            assertThat(last.exitValue())
                    .as(Files.readString(folder.resolve("log")))
                    .isZero();

            JsonNode said = JSON.readTree(report.toFile());
            assertThat(said.path("prompts").path("answered").asInt()).isEqualTo(PROMPTS);
            long again = provider.stats().answered() - PROMPTS;
            // Requests whose answers were not on disk yet are under way as well.
            assertThat(again).isBetween(0L, (long) kills * IN_FLIGHT * 4);
            assertThat(said.path("maybeRepeated").asLong()).isBetween(again, (long) kills * IN_FLIGHT * 4);
        }
        List<String> results = Files.readAllLines(folder.resolve("home/outbox/a.results.jsonl"));
        assertThat(results).hasSize(PROMPTS);
        for (int i = 0; i < PROMPTS; i++) {
            assertThat(JSON.readTree(results.get(i)).path("text").asText())
                    .isEqualTo(SimulatedAnswers.echo(prompts.get(i), 0));
        }
    }

    @Test
    void killed_thenCancelledWithoutAProcess_whatIsDoneIsWrittenOut_restIsMarked() throws Exception {
        Path inbox = Files.createDirectories(folder.resolve("home/inbox"));
        Files.writeString(inbox.resolve("a.txt"), "prompt\n".repeat(PROMPTS));
        try (Simulator provider = Simulator.start(
                SimulatorOptions.builder().latency(Duration.ofMillis(50)).build())) {
            Process process = run(provider);
            await().atMost(Duration.ofSeconds(60)).until(() -> provider.stats().answered() >= 100);
            kill(process);
            long answered = provider.stats().answered();

            Process cancel = sluice(provider, List.of("cancel", "1"));
            assertThat(cancel.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(cancel.exitValue())
                    .as(Files.readString(folder.resolve("log")))
                    .isZero();

            assertThat(provider.stats().answered()).isBetween(answered, answered + IN_FLIGHT);
        }
        JsonNode prompts = JSON.readTree(
                        folder.resolve("home/outbox/a.report.json").toFile())
                .path("prompts");
        assertThat(prompts.path("answered").asInt()).isBetween(100 - 2 * IN_FLIGHT, PROMPTS - 1);
        assertThat(prompts.path("failed").asInt())
                .isEqualTo(PROMPTS - prompts.path("answered").asInt());
        assertThat(Files.readAllLines(folder.resolve("home/outbox/a.results.jsonl")))
                .hasSize(PROMPTS);
    }

    @Test
    void killedWhileTheTableOfAFolderIsWritten_itHasEachFileOnce() throws Exception {
        Path inbox = Files.createDirectories(folder.resolve("home/inbox/votes"));
        Files.writeString(
                Files.createDirectories(folder.resolve("config")).resolve("profiles.yaml"),
                "votes: {text-files: whole, answers-csv: true}\n");
        for (int i = 0; i < 200; i++) {
            Files.writeString(inbox.resolve("%03d.txt".formatted(i)), "prompt " + i);
        }
        Path outbox = folder.resolve("home/outbox/votes");
        try (Simulator provider = Simulator.start(SimulatorOptions.builder().build())) {
            Process process = run(provider);
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> Files.exists(outbox.resolve(".sluice-answers.csv"))
                            || Files.exists(outbox.resolve("answers.csv")));
            kill(process);
            Process last = run(provider, "--once");
            assertThat(last.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(provider.stats().answered()).isEqualTo(200);
        }
        assertThat(outbox.resolve("answers-2.csv")).doesNotExist();
        assertThat(outbox.resolve(".sluice-answers.csv")).doesNotExist();
        List<String> rows = Files.readAllLines(outbox.resolve("answers.csv"));
        assertThat(rows).hasSize(201);
        for (int i = 0; i < 200; i++) {
            assertThat(rows.get(i + 1)).isEqualTo("%03d.txt,echo: prompt %d,".formatted(i, i));
        }
    }
}
