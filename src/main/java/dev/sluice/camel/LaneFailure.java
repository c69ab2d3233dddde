package dev.sluice.camel;

import dev.sluice.limit.RateLimitPools;
import org.apache.camel.Exchange;
import org.apache.camel.spi.ExceptionHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in one line what a lane's worker stumbled over; a request that a stop cut short is no news. Thread-safe. */
final class LaneFailure implements ExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(LaneFailure.class);
    private final RateLimitPools pools;

    LaneFailure(RateLimitPools pools) {
        this.pools = pools;
    }

    @Override
    public void handleException(Throwable failure) {
        handleException("a lane's worker failed", null, failure);
    }

    @Override
    public void handleException(String message, Throwable failure) {
        handleException(message, null, failure);
    }

    @Override
    public void handleException(String message, @Nullable Exchange exchange, Throwable failure) {
        if (!pools.stopped()) {
            LOG.error("{}: {}", message, String.valueOf(failure));
        }
    }
}
