package dev.sluice.camel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.simulator.Fault;
import dev.sluice.simulator.Simulator;
import dev.sluice.simulator.SimulatorOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A provider that can't be reached costs no prompt its attempts: the pool waits for it, and says so. */
class ProviderDownTest {
    @TempDir
    Path folder;

    @Test
    void nobodyListens_untilTheProviderStarts_everythingIsAnswered() throws IOException {
        int port = freePort();
        try (SluiceFixture sluice = SluiceFixture.in(folder)
                .set("sluice.retry.attempts", 2)
                .set("sluice.provider.base-url", "http://127.0.0.1:" + port + "/v1")
                .start()) {
            sluice.drop(
                    "a.txt", IntStream.range(0, 20).mapToObj(i -> "hello " + i).toArray(String[]::new));
            sluice.until("it is said", () -> !sluice.sluice().longWaits().isEmpty());
            assertThat(sluice.sluice().longWaits()).singleElement().asString().startsWith("pool default waits: ");

            try (Simulator provider =
                    Simulator.start(SimulatorOptions.builder().port(port).build())) {
                assertThat(sluice.output("a").texts()).hasSize(20).doesNotContainNull();
                assertThat(provider.stats().requests()).isEqualTo(20);
                sluice.until("it goes on", () -> sluice.sluice().longWaits().isEmpty());
            }
        }
    }

    @Test
    void everythingFailsForAWhile_noPromptLosesMoreThanOneAttempt() {
        try (SluiceFixture sluice = SluiceFixture.in(folder)
                .set("sluice.retry.attempts", 3)
                .faults(Fault.status(503))
                .start()) {
            sluice.drop(
                    "a.txt", IntStream.range(0, 20).mapToObj(i -> "hello " + i).toArray(String[]::new));
            sluice.until("there were many faults", () -> sluice.stats().requests() >= 8);
            sluice.faults();

            assertThat(sluice.output("a").texts()).hasSize(20).doesNotContainNull();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
