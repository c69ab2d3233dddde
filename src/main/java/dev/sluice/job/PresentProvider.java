package dev.sluice.job;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The provider of this process, and what becomes of work that an earlier process left at another one. Immutable.
 *
 * @param name the name by which work notes whose it is
 */
public record PresentProvider(String name) {
    private static final Logger LOG = LoggerFactory.getLogger(PresentProvider.class);
    private static final String SIMULATED = "simulated ";

    /**
     * Returns the provider of an identity.
     *
     * @param simulated whether it ends with this process
     */
    public static PresentProvider of(String identity, boolean simulated) {
        return new PresentProvider(simulated ? SIMULATED + identity : identity);
    }

    /** Returns whether work is at another provider than this one, which knows nothing of it. */
    public boolean isForeign(String provider) {
        return !provider.equals(name);
    }

    /** Returns whether work is at a provider that has gone with the process that simulated it. */
    public boolean isGone(String provider) {
        return isForeign(provider) && provider.startsWith(SIMULATED);
    }

    /**
     * Halts a job until the provider that has work of it is back.
     *
     * @param work what is there, such as {@code a batch}
     */
    public static void halt(JobStore jobs, long job, String work, String provider) {
        LOG.warn(
                "job {} has {} at another provider; name that one again to get what it answers: provider={}",
                job,
                work,
                provider);
        jobs.halt(job);
    }
}
