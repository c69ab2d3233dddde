package dev.sluice.camel;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in one line what keeps a job from going on; its file and results stay where they are. Thread-safe. */
final class JobFailure implements Processor {
    private static final Logger LOG = LoggerFactory.getLogger(JobFailure.class);

    @Override
    public void process(Exchange exchange) {
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        LOG.error("{}: {}", exchange.getFromRouteId(), String.valueOf(failure));
        LOG.debug("details", failure);
    }
}
