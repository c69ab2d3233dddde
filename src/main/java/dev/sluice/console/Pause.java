package dev.sluice.console;

import java.time.Duration;

/** Waits, unless it is time to stop. Implementations are thread-safe. */
@FunctionalInterface
interface Pause {
    /** Waits this long, or shorter when a stop is asked for; returns whether it is. */
    boolean await(Duration atMost);
}
