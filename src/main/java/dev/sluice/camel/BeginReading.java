package dev.sluice.camel;

import dev.sluice.batch.BatchStore;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Notes which prompts of a job are to be read now, and nothing while another reading of it goes on. Thread-safe. */
final class BeginReading implements Processor {
    static final String POSITIONS = "SluicePositions";
    private final BatchStore store;

    BeginReading(BatchStore store) {
        this.store = store;
    }

    @Override
    public void process(Exchange exchange) {
        long job = exchange.getProperty(InspectFile.JOB, Long.class);
        exchange.setProperty(POSITIONS, store.beginReading(job).orElse(null));
    }
}
