package dev.sluice.camel;

import dev.sluice.job.Job;
import java.util.List;

/** The jobs that an earlier run left unfinished, as they were when this one began. Immutable. */
public final class UnfinishedJobs {
    private final List<Job> jobs;

    UnfinishedJobs(List<Job> jobs) {
        this.jobs = List.copyOf(jobs);
    }

    /** Returns them in the order of their claims. */
    public List<Job> jobs() {
        return jobs;
    }
}
