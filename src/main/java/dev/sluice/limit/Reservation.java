package dev.sluice.limit;

import java.util.concurrent.atomic.AtomicBoolean;

/** The right to send one request with so many tokens and images; it is settled or refunded once. Thread-safe. */
public final class Reservation {
    private final RateLimitPool pool;
    private final Cost cost;
    private final long sentAt;
    private final long place;
    private final AtomicBoolean open = new AtomicBoolean(true);
    private volatile Observed seen = Observed.NOTHING;

    Reservation(RateLimitPool pool, Cost cost, long sentAt, long place) {
        this.pool = pool;
        this.cost = cost;
        this.sentAt = sentAt;
        this.place = place;
    }

    /** Returns how many tokens were reserved. */
    public long tokens() {
        return cost.tokens();
    }

    /** Returns what was reserved. */
    Cost cost() {
        return cost;
    }

    /** Notes that the provider accepted the request and counted these tokens and all images; only the first settlement counts. */
    public void settle(long usedTokens) {
        if (open.compareAndSet(true, false)) {
            pool.accepted(this, usedTokens);
        }
    }

    /** Gives tokens and images back because the provider counted none; the request itself stays counted. */
    public void refund() {
        if (open.compareAndSet(true, false)) {
            pool.refunded(this);
        }
    }

    /** Gives the tokens back because the request did not go out after all. */
    public void withdraw() {
        if (open.compareAndSet(true, false)) {
            pool.withdrawn(this);
        }
    }

    /** Notes what the reply's headers tell of the limit of tokens. */
    void see(Observed ofTokens) {
        seen = ofTokens;
    }

    Observed seen() {
        return seen;
    }

    long sentAt() {
        return sentAt;
    }

    /** Returns its place among the pool's requests, the first of which is 1. */
    long place() {
        return place;
    }
}
