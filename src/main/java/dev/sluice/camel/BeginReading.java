package dev.sluice.camel;

import dev.sluice.job.JobStore;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Notes which prompts of a job are to be read now, and nothing while another reading of it goes on. Thread-safe. */
final class BeginReading implements Processor {
    static final String POSITIONS = "SluicePositions";
    private final JobStore jobs;

    BeginReading(JobStore jobs) {
        this.jobs = jobs;
    }

    @Override
    public void process(Exchange exchange) {
        long job = exchange.getProperty(InspectFile.JOB, Long.class);
        exchange.setProperty(POSITIONS, jobs.readings().begin(job).orElse(null));
    }
}
