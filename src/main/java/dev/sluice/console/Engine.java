package dev.sluice.console;

import dev.sluice.job.JobProgress;
import java.util.List;
import java.util.Optional;

/** What the console needs of a running Sluice. Implementations are thread-safe. */
interface Engine extends AutoCloseable {
    /** Returns the provider's base URL, which holds no secret, or empty where the simulated provider answers. */
    Optional<String> provider();

    /** Returns what in the configuration works but is hardly meant, one sentence each. */
    List<String> warnings();

    /** Returns the jobs of this run, unfinished and finished, in the order of their claims; also when it is closed. */
    List<JobProgress> jobs();

    /** Returns whether nothing is left to do. */
    boolean idle();

    /** Returns why nothing can be sent at all, or empty. */
    Optional<String> blocked();

    /** Returns what sends nothing for a while and why, one sentence each. */
    List<String> longWaits();

    /** Stops within 25 s; what is unfinished stays for the next start. */
    @Override
    void close();
}
