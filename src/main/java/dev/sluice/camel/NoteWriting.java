package dev.sluice.camel;

import dev.sluice.job.Job;
import dev.sluice.job.JobStore;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Notes that the answers of the job in the message are being written. Thread-safe. */
final class NoteWriting implements Processor {
    static final String JOB = "SluiceWrittenJob";
    private final JobStore store;

    NoteWriting(JobStore store) {
        this.store = store;
    }

    @Override
    public void process(Exchange exchange) throws InterruptedException {
        long job = exchange.getIn().getBody(Job.class).id();
        exchange.setProperty(JOB, job);
        store.writing(job);
    }
}
