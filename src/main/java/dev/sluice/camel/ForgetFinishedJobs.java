package dev.sluice.camel;

import dev.sluice.job.JobStore;
import java.io.IOException;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Removes what the database keeps of jobs that were finished, and of prompts that were answered, some days ago. Thread-safe. */
final class ForgetFinishedJobs implements Processor {
    private final JobStore store;
    private final int keepDays;
    private final int keepUsageDays;

    ForgetFinishedJobs(JobStore store, int keepDays, int keepUsageDays) {
        this.keepUsageDays = keepUsageDays;
        this.store = store;
        this.keepDays = keepDays;
    }

    @Override
    public void process(Exchange exchange) throws IOException {
        store.forgetFinished(Duration.ofDays(keepDays));
        store.forgetNotes(Duration.ofDays(Math.max(1, keepDays)));
        store.forgetUsage(Duration.ofDays(keepUsageDays));
    }
}
