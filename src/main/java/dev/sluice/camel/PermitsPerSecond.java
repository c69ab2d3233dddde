package dev.sluice.camel;

import dev.sluice.limit.RateLimitPools;
import org.apache.camel.Exchange;

/** Tells the Throttle EIP how many requests the pool of a message may send in any second. Thread-safe. */
public final class PermitsPerSecond {
    private final RateLimitPools pools;

    PermitsPerSecond(RateLimitPools pools) {
        this.pools = pools;
    }

    /** Returns that number, at least 1. */
    public long of(Exchange exchange) {
        return pools.pool(exchange.getProperty(Attempt.POOL, String.class)).permitsPerSecond();
    }
}
