package dev.sluice.console;

import dev.sluice.time.Ticker;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Map;
import java.util.function.Function;

/**
 * What the commands need of the world around them, so that tests can stand in for it.
 *
 * @param terminal where the output goes
 * @param clock the time of day
 * @param ticker the time that passes
 * @param environment the environment variables
 * @param launcher starts a Sluice
 * @param stop starts to listen for the wish to stop; it is given the exit code for a stop that takes too long
 */
record Surroundings(
        Terminal terminal,
        Clock clock,
        Ticker ticker,
        Map<String, String> environment,
        Launcher launcher,
        Function<ExitCode, Pause> stop) {

    /** Returns those of this process. */
    static Surroundings ofProcess() {
        return new Surroundings(
                Terminal.ofProcess(),
                Clock.system(ZoneId.systemDefault()),
                Ticker.system(),
                System.getenv(),
                SluiceEngine::launch,
                StopSignal::listen);
    }
}
