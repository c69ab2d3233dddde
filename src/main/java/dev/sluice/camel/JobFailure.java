package dev.sluice.camel;

import dev.sluice.job.JobStore;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in one line what keeps a job from going on: one that can't be read is taken no further by this run, one that can't
 * be written out is tried again. Its file and results stay where they are. The same reason is said once. Thread-safe.
 */
final class JobFailure implements Processor {
    private static final Logger LOG = LoggerFactory.getLogger(JobFailure.class);
    private final JobStore store;
    private final Map<String, String> said = new ConcurrentHashMap<>();

    JobFailure(JobStore store) {
        this.store = store;
    }

    @Override
    public void process(Exchange exchange) throws InterruptedException {
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        Long split = exchange.getProperty(InspectFile.JOB, Long.class);
        Long written = exchange.getProperty(NoteWriting.JOB, Long.class);
        String reason = String.valueOf(rootOf(failure));
        String route = exchange.getFromRouteId();
        if (split != null) {
            say(route + " halts job " + split + " until the next start", reason);
            store.halt(split);
        } else if (written != null) {
            say(route + " can't write out job " + written + " and tries again every 2 seconds", reason);
            store.waitsFor(written, "its answers can't be written: " + reason);
        } else {
            say(String.valueOf(route), reason);
        }
        LOG.debug("details", failure);
    }

    private static @Nullable Throwable rootOf(@Nullable Throwable failure) {
        Throwable cause = failure == null ? null : failure.getCause();
        return cause == null || cause.equals(failure) ? failure : rootOf(cause);
    }

    private void say(String what, String reason) {
        if (!reason.equals(said.put(what, reason))) {
            LOG.error("{}: {}", what, reason);
        }
    }
}
