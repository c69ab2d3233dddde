package dev.sluice.console;

import dev.sluice.job.JobProgress;
import java.util.List;

/** Shows how far the jobs are. Used by one thread. */
interface Progress extends AutoCloseable {
    /** Takes note of the jobs as they are now, and shows them when it is time. */
    void update(List<JobProgress> jobs);

    /** Takes note of what sends nothing for a while and why, one sentence each; where all waits, that stands in place of a forecast. */
    void waits(List<String> sentences);

    /** Writes a line that stays. */
    void say(String line);

    /** Writes what has not been shown yet and takes down whatever moves. */
    @Override
    void close();
}
