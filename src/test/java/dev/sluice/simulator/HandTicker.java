package dev.sluice.simulator;

import dev.sluice.time.Ticker;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** A ticker that moves by hand only. */
final class HandTicker implements Ticker {
    private final AtomicLong nanos = new AtomicLong(-5_000_000_000L);

    @Override
    public long nanos() {
        return nanos.get();
    }

    void advance(Duration span) {
        nanos.addAndGet(span.toNanos());
    }
}
