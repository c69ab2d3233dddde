package dev.sluice.limit;

import java.util.concurrent.atomic.AtomicBoolean;

/** The right to send one request with so many tokens; it is settled or refunded once. Thread-safe. */
public final class Reservation {
    private final RateLimitPool pool;
    private final long tokens;
    private final long sentAt;
    private final long requestsSpent;
    private final long tokensSpent;
    private final AtomicBoolean open = new AtomicBoolean(true);

    Reservation(RateLimitPool pool, long tokens, long sentAt, long requestsSpent, long tokensSpent) {
        this.pool = pool;
        this.tokens = tokens;
        this.sentAt = sentAt;
        this.requestsSpent = requestsSpent;
        this.tokensSpent = tokensSpent;
    }

    /** Returns how many tokens were reserved. */
    public long tokens() {
        return tokens;
    }

    /** Notes that the provider accepted the request and counted these tokens; only the first settlement counts. */
    public void settle(long usedTokens) {
        if (open.compareAndSet(true, false)) {
            pool.accepted(this, usedTokens);
        }
    }

    /** Gives the tokens back because the provider counted none; the request itself stays counted. */
    public void refund() {
        if (open.compareAndSet(true, false)) {
            pool.refunded(this);
        }
    }

    long sentAt() {
        return sentAt;
    }

    /** Returns the sum of the pool's requests with this one. */
    long requestsSpent() {
        return requestsSpent;
    }

    /** Returns the sum of the pool's tokens with this one's. */
    long tokensSpent() {
        return tokensSpent;
    }
}
