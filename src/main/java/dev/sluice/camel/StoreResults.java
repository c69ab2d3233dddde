package dev.sluice.camel;

import dev.sluice.job.JobStore;
import dev.sluice.job.Result;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Hands a list of results to the store, with what was used for them; waits while the store has more than it can write. Thread-safe. */
final class StoreResults implements Processor {
    private final JobStore store;

    StoreResults(JobStore store) {
        this.store = store;
    }

    @Override
    @SuppressWarnings("unchecked")
    public void process(Exchange exchange) throws InterruptedException {
        store.store(
                (List<Result>) exchange.getIn().getBody(List.class),
                Attempt.request(exchange),
                Attempt.takeUses(exchange));
    }
}
