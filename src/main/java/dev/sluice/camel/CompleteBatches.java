package dev.sluice.camel;

import dev.sluice.batch.BatchWriter;
import dev.sluice.job.JobStore;
import dev.sluice.limit.RateLimitPools;
import java.io.IOException;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Ends the reading of a job: its batches are complete where the file was read to its end, else they are thrown away. Notes
 * whether the job is to be read again. Thread-safe.
 */
final class CompleteBatches implements Processor {
    private final BatchWriter writer;
    private final JobStore store;
    private final RateLimitPools pools;

    CompleteBatches(BatchWriter writer, JobStore store, RateLimitPools pools) {
        this.writer = writer;
        this.store = store;
        this.pools = pools;
    }

    @Override
    public void process(Exchange exchange) throws IOException, InterruptedException {
        long job = exchange.getProperty(InspectFile.JOB, Long.class);
        if (pools.stopped() || store.isOver(job)) {
            writer.discard(job);
        } else {
            writer.complete(job);
        }
        LeftOver.note(exchange, job, store.readings().end(job) && !store.isOver(job));
    }
}
