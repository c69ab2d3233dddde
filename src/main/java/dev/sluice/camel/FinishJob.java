package dev.sluice.camel;

import dev.sluice.job.Job;
import dev.sluice.job.JobStore;
import java.io.IOException;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Archives the file of the job in the message and ends the job. Thread-safe. */
final class FinishJob implements Processor {
    private final JobStore store;

    FinishJob(JobStore store) {
        this.store = store;
    }

    @Override
    public void process(Exchange exchange) throws IOException, InterruptedException {
        store.finish(exchange.getIn().getBody(Job.class).id());
    }
}
