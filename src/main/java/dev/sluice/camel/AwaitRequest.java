package dev.sluice.camel;

import dev.sluice.limit.Cost;
import dev.sluice.limit.RateLimitPool;
import dev.sluice.limit.RateLimitPools;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Waits until the pool's limit of requests allows one that asks for no tokens. Thread-safe. */
final class AwaitRequest implements Processor {
    static final Cost NO_TOKENS = new Cost(0, 0);
    private final RateLimitPools pools;

    AwaitRequest(RateLimitPools pools) {
        this.pools = pools;
    }

    @Override
    public void process(Exchange exchange) throws InterruptedException {
        RateLimitPool pool = pools.pool(exchange.getProperty(Attempt.POOL, String.class));
        Attempt.reserved(exchange, pool.awaitReservation(NO_TOKENS), pool.permitsPerSecond());
    }
}
