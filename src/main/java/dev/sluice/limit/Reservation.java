package dev.sluice.limit;

import java.util.concurrent.atomic.AtomicBoolean;

/** The right to send one request with so many tokens; it is settled once, to what was really used. Thread-safe. */
public final class Reservation {
    private final RateLimitPool pool;
    private final long tokens;
    private final AtomicBoolean open = new AtomicBoolean(true);

    Reservation(RateLimitPool pool, long tokens) {
        this.pool = pool;
        this.tokens = tokens;
    }

    /** Returns how many tokens were reserved. */
    public long tokens() {
        return tokens;
    }

    /** Corrects the reservation to the tokens that the provider counted; later calls have no effect. */
    public void settle(long usedTokens) {
        if (open.compareAndSet(true, false)) {
            pool.settle(tokens, usedTokens);
        }
    }

    /** Gives the tokens back because the provider counted none; the request itself stays counted. */
    public void refund() {
        settle(0);
    }
}
