package dev.sluice.camel;

import dev.sluice.limit.RateLimitPool;
import dev.sluice.limit.RateLimitPools;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Waits until the limits of the pool allow the call of the exchange, most of which ask for no tokens. Thread-safe. */
final class AwaitRequest implements Processor {
    private final RateLimitPools pools;

    AwaitRequest(RateLimitPools pools) {
        this.pools = pools;
    }

    @Override
    public void process(Exchange exchange) throws InterruptedException {
        RateLimitPool pool = pools.pool(exchange.getProperty(Attempt.POOL, String.class));
        Attempt.reserved(exchange, pool.awaitReservation(ApiCall.cost(exchange)), pool.permitsPerSecond());
    }
}
