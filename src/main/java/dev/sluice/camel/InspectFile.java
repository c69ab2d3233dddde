package dev.sluice.camel;

import dev.sluice.job.Job;
import dev.sluice.job.JobStore;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Looks through the whole file of the job in the message before anything is sent, and starts the job. Thread-safe. */
final class InspectFile implements Processor {
    static final String JOB = "SluiceJob";
    static final String NAME = "SluiceName";
    private final JobStore store;
    private final PromptFiles files;

    InspectFile(JobStore store, PromptFiles files) {
        this.store = store;
        this.files = files;
    }

    @Override
    public void process(Exchange exchange) throws InterruptedException {
        Job job = exchange.getIn().getBody(Job.class);
        exchange.setProperty(JOB, job.id());
        exchange.setProperty(NAME, files.displayName(job));
        // One that is taken up again was looked through before.
        store.start(job.id(), job.total() > 0 ? job.total() : files.countPrompts(job));
    }

    static String name(Exchange exchange) {
        return exchange.getProperty(NAME, "", String.class);
    }
}
