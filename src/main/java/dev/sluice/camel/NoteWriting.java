package dev.sluice.camel;

import dev.sluice.job.Job;
import dev.sluice.job.Sweeps;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Notes that the answers of the job in the message are being written, and what it adds to its sweep. Thread-safe. */
final class NoteWriting implements Processor {
    static final String JOB = "SluiceWrittenJob";
    private final Sweeps sweeps;

    NoteWriting(Sweeps sweeps) {
        this.sweeps = sweeps;
    }

    @Override
    public void process(Exchange exchange) throws InterruptedException {
        Job job = exchange.getIn().getBody(Job.class);
        exchange.setProperty(JOB, job.id());
        sweeps.writing(job);
    }
}
