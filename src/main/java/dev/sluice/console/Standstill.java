package dev.sluice.console;

import dev.sluice.job.JobProgress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Notices when nothing gets done any more since all waits, so that a forecast would mislead. Used by one thread. */
final class Standstill {
    private static final Duration AFTER = Duration.ofSeconds(10);
    private List<String> waits = List.of();
    private long done = -1;
    private long sinceNanos;

    /** Takes note of what sends nothing for a while and why, one sentence each. */
    void waits(List<String> sentences) {
        waits = List.copyOf(sentences);
    }

    /** Takes note of the jobs at a time of the ticker. */
    void note(List<JobProgress> jobs, long nanos) {
        long now = Sum.of(jobs).done();
        if (now != done) {
            done = now;
            sinceNanos = nanos;
        }
    }

    /** Returns what is waited for, or empty while something gets done. */
    Optional<String> reason(long nanos) {
        if (waits.isEmpty() || nanos - sinceNanos < AFTER.toNanos()) {
            return Optional.empty();
        }
        int others = waits.size() - 1;
        return Optional.of(waits.get(0) + (others == 0 ? "" : "; and " + others + " more"));
    }
}
