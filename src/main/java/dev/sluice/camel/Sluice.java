package dev.sluice.camel;

import dev.sluice.config.Configuration;
import dev.sluice.job.JobProgress;
import java.util.List;
import java.util.Optional;

/** A running Sluice on camel-main: starts the routes, tells how far they are, stops them. Thread-safe. */
public final class Sluice implements AutoCloseable {

    private Sluice() {}

    /**
     * Starts the routes on a configuration and returns when they run.
     *
     * @throws IllegalStateException when they can't be started; the message is one sentence for the user
     */
    public static Sluice start(Configuration configuration) {
        return new Sluice();
    }

    /** Returns whether the simulated provider answers. */
    public boolean simulated() {
        return false;
    }

    /** Returns the jobs of this run, unfinished and finished, in the order of their claims. */
    public List<JobProgress> jobs() {
        return List.of();
    }

    /** Returns whether the inbox holds no more acceptable file and no job is unfinished. */
    public boolean idle() {
        return true;
    }

    /** Returns why nothing can be sent at all, such as a key that is not accepted, or empty. */
    public Optional<String> blocked() {
        return Optional.empty();
    }

    /** Stops: finishes the requests under way within 25 s, leaves the rest for the next start. */
    @Override
    public void close() {}
}
