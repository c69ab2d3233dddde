package dev.sluice.camel;

import dev.sluice.job.Job;
import dev.sluice.job.JobStore;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Looks through the whole file of the job in the message before anything is sent, and starts the job then. Thread-safe. */
final class InspectFile implements Processor {
    static final String JOB = "SluiceJob";
    static final String NAME = "SluiceName";
    private static final String TOTAL = "SluiceTotal";
    private final JobStore store;
    private final PromptFiles files;

    InspectFile(JobStore store, PromptFiles files) {
        this.store = store;
        this.files = files;
    }

    @Override
    public void process(Exchange exchange) {
        Job job = exchange.getIn().getBody(Job.class);
        exchange.setProperty(JOB, job.id());
        exchange.setProperty(NAME, files.displayName(job));
        // One that is taken up again was looked through before.
        exchange.setProperty(TOTAL, job.total() > 0 ? job.total() : files.countPrompts(job));
    }

    /** Starts the job, since nothing is in its way. */
    void start(Exchange exchange) throws InterruptedException {
        store.start(exchange.getProperty(JOB, Long.class), exchange.getProperty(TOTAL, 0L, Long.class));
    }

    static String name(Exchange exchange) {
        return exchange.getProperty(NAME, "", String.class);
    }
}
