package dev.sluice.console;

import dev.sluice.job.JobProgress;
import dev.sluice.job.JobProgress.State;
import java.time.Instant;

/** Jobs for tests. */
final class Jobs {
    private Jobs() {}

    static JobProgress running(long id, String name, long total, long answered, long failed) {
        return job(id, name, State.RUNNING, total, answered, failed);
    }

    static JobProgress waiting(long id, String name, long total) {
        return job(id, name, State.CLAIMED, total, 0, 0);
    }

    static JobProgress done(long id, String name, long answered, long failed) {
        return job(id, name, State.DONE, answered + failed, answered, failed);
    }

    private static JobProgress job(long id, String name, State state, long total, long answered, long failed) {
        return new JobProgress(id, name, state, total, answered, failed, 0, Instant.parse("2026-11-21T03:00:00Z"));
    }
}
