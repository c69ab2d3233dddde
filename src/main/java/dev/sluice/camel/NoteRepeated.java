package dev.sluice.camel;

import dev.sluice.job.JobStore;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Notes in the store that the prompt of the message takes the result of an identical one before it. Thread-safe. */
final class NoteRepeated implements Processor {
    private final JobStore store;

    NoteRepeated(JobStore store) {
        this.store = store;
    }

    @Override
    public void process(Exchange exchange) throws InterruptedException {
        JobLine line = exchange.getIn().getBody(JobLine.class);
        long job = exchange.getProperty(InspectFile.JOB, Long.class);
        store.repeat(job, line.line().index(), Objects.requireNonNull(line.firstLike()));
    }
}
