package dev.sluice.camel;

import dev.sluice.job.JobStore;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in one line what keeps a job from going on, and that this run takes it no further; its file and results stay where
 * they are for the next start. Thread-safe.
 */
final class JobFailure implements Processor {
    private static final Logger LOG = LoggerFactory.getLogger(JobFailure.class);
    private final JobStore store;

    JobFailure(JobStore store) {
        this.store = store;
    }

    @Override
    public void process(Exchange exchange) {
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        Long job = exchange.getProperty(InspectFile.JOB, Long.class);
        LOG.error(
                "{}{}: {}",
                exchange.getFromRouteId(),
                job == null ? "" : " halts job " + job + " until the next start",
                String.valueOf(failure));
        LOG.debug("details", failure);
        if (job != null) {
            store.halt(job);
        }
    }
}
