package dev.sluice.polled;

import java.time.Duration;

/**
 * The bounds within which runs are asked after. Immutable.
 *
 * @param first how long after its start a run is asked after while it isn't known how long runs take
 * @param shortest the shortest time between two polls of a run
 * @param longest the longest time between two polls of a run
 * @param mostRunning the most runs in progress at once for a limit pool
 */
public record PollRule(Duration first, Duration shortest, Duration longest, int mostRunning) {}
