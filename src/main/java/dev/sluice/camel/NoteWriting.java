package dev.sluice.camel;

import dev.sluice.job.Job;
import dev.sluice.job.JobStore;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Notes that the answers of the job in the message are being written. Thread-safe. */
final class NoteWriting implements Processor {
    private final JobStore store;

    NoteWriting(JobStore store) {
        this.store = store;
    }

    @Override
    public void process(Exchange exchange) throws InterruptedException {
        store.writing(exchange.getIn().getBody(Job.class).id());
    }
}
