package dev.sluice.camel;

import dev.sluice.job.JobStore;
import org.apache.camel.Exchange;

/** Jobs with prompts that are to be read again, since what was under way for them has brought nothing. Thread-safe. */
public final class LeftOver {
    private static final String READ_AGAIN = "SluiceReadAgain";
    private static final String JOB = "SluiceLeftJob";
    private final JobStore jobs;

    LeftOver(JobStore jobs) {
        this.jobs = jobs;
    }

    /** Notes for the route whether a job is to be read again. */
    static void note(Exchange exchange, long job, boolean again) {
        exchange.setProperty(JOB, job);
        exchange.setProperty(READ_AGAIN, again);
    }

    /** Puts the job into the message. */
    public void takeJob(Exchange exchange) {
        long job = exchange.getProperty(JOB, 0L, Long.class);
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage().setBody(jobs.find(job).orElseThrow());
    }
}
