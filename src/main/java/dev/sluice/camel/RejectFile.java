package dev.sluice.camel;

import dev.sluice.job.JobStore;
import dev.sluice.prompt.UnreadableFileException;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Moves an unreadable file to the rejected folder; the message becomes the note that says why. Thread-safe. */
final class RejectFile implements Processor {
    private static final Logger LOG = LoggerFactory.getLogger(RejectFile.class);
    private final JobStore store;
    private final Path rejected;

    RejectFile(JobStore store, Path rejected) {
        this.store = store;
        this.rejected = rejected;
    }

    @Override
    public void process(Exchange exchange) throws IOException, InterruptedException {
        UnreadableFileException failure =
                exchange.getProperty(Exchange.EXCEPTION_CAUGHT, UnreadableFileException.class);
        long job = exchange.getProperty(InspectFile.JOB, Long.class);
        Path file = store.reject(job);
        LOG.warn("rejected: {}", failure.getMessage());
        exchange.getIn().removeHeaders("*");
        exchange.getIn().setHeader(Exchange.FILE_NAME, rejected.relativize(file) + ".why.txt");
        exchange.getIn().setBody(failure.getMessage() + System.lineSeparator());
    }
}
