package dev.sluice.simulator;

import dev.sluice.time.Ticker;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;

/** A simulated provider whose runs take ten seconds of a clock that only the test moves. */
abstract class VirtualTimeFixture {
    protected final HandClock clock = new HandClock();
    protected final Simulator simulator = Simulator.start(
            SimulatorOptions.builder()
                    .runs(r -> r.duration(Duration.ofSeconds(10)))
                    .build(),
            Ticker.system(),
            clock);
    protected final Client client = new Client(simulator);
    protected final RunStats stats = simulator.stats().runs();

    @AfterEach
    void close() {
        simulator.close();
    }
}
