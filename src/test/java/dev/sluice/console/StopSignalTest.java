package dev.sluice.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.sluice.job.JobProgress;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stops real processes by real signals. */
@DisabledOnOs(OS.WINDOWS)
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StopSignalTest {
    @TempDir
    Path home;

    private Process process;

    /** A {@code run} whose engine does nothing, and doesn't end either when it is told to hang. */
    static final class Main {
        public static void main(String[] args) {
            boolean hangs = args[0].equals("hang");
            Surroundings real = Surroundings.ofProcess();
            Surroundings around = new Surroundings(
                    real.terminal(),
                    real.clock(),
                    real.ticker(),
                    real.environment(),
                    source -> new IdleEngine(hangs),
                    real.stop());
            System.exit(SluiceCommand.commandLine(around).execute("run", "--home", args[1]));
        }
    }

    private record IdleEngine(boolean hangs) implements Engine {
        @Override
        public Optional<String> provider() {
            return Optional.empty();
        }

        @Override
        public List<String> warnings() {
            return List.of();
        }

        @Override
        public List<JobProgress> jobs() {
            return List.of();
        }

        @Override
        public boolean idle() {
            return false;
        }

        @Override
        public Optional<String> blocked() {
            return Optional.empty();
        }

        @Override
        public List<String> longWaits() {
            return List.of();
        }

        @Override
        public void close() {
            if (hangs) {
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    private BufferedReader start(String how) throws IOException {
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xshare:auto",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        how,
                        home.toString())
                .redirectErrorStream(true)
                .start();
        return process.inputReader();
    }

    private static void readUntil(BufferedReader output, String part) throws IOException {
        String line = output.readLine();
        while (line != null && !line.contains(part)) {
            line = output.readLine();
        }
        assertThat(line).as("line with '" + part + "'").isNotNull();
    }

    /** Children inherit what is ignored, and a JVM leaves an ignored signal alone. */
    private static boolean isIgnored(String signal) throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!signal.equals("INT") || !Files.exists(status)) {
            return false;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 0x2) != 0);
    }

    private void send(String signal) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    @AfterEach
    void end() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT"})
    void signal_whileWatching_endsWithZero(String signal) throws Exception {
        assumeThat(isIgnored(signal)).as("a background job ignores INT").isFalse();
        BufferedReader output = start("end");
        readUntil(output, "watching");

        send(signal);

        readUntil(output, "stopped");
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    @Test
    void secondSignal_whileStopping_endsAtOnce() throws Exception {
        BufferedReader output = start("hang");
        readUntil(output, "watching");
        send("TERM");
        readUntil(output, "stopping");

        send("TERM");

        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(130);
    }
}
