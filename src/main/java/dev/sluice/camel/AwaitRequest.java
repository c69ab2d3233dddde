package dev.sluice.camel;

import dev.sluice.limit.RateLimitPool;
import dev.sluice.limit.RateLimitPools;
import dev.sluice.time.Ticker;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Waits until the limits of the pool allow the call of the exchange, most of which ask for no tokens. Thread-safe. */
final class AwaitRequest implements Processor {
    private final RateLimitPools pools;
    private final Ticker ticker;

    AwaitRequest(RateLimitPools pools, Ticker ticker) {
        this.ticker = ticker;
        this.pools = pools;
    }

    @Override
    public void process(Exchange exchange) throws InterruptedException {
        long arrivedAt = ticker.nanos();
        RateLimitPool pool = pools.pool(exchange.getProperty(Attempt.POOL, String.class));
        Attempt.reserved(exchange, pool.awaitReservation(ApiCall.cost(exchange)), pool.permitsPerSecond());
        Attempt.waited(exchange, Duration.ofNanos(Math.max(0, ticker.nanos() - arrivedAt)));
    }
}
