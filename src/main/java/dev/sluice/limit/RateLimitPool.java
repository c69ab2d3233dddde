package dev.sluice.limit;

import dev.sluice.time.StoppedException;
import dev.sluice.time.Ticker;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One pool's gate: whoever wants to send reserves a request and its tokens here, in the order of arrival, and is let
 * through when all limits allow it. A cooldown shuts the gate for everybody. Thread-safe: waiters queue for their turn
 * on a fair lock; the state has a lock of its own that is never held while waiting.
 */
public final class RateLimitPool {
    private static final Duration REQUEST_BURST = Duration.ofMillis(100);
    private static final Duration TOKEN_BURST = Duration.ofSeconds(1);

    private final RateLimitConfig config;
    private final Ticker ticker;
    private final ReentrantLock turn = new ReentrantLock(true);
    private final ReentrantLock state = new ReentrantLock();
    private final Condition changed = state.newCondition();
    private final @Nullable Budget requests;
    private final @Nullable Budget tokens;
    private long shutUntil;
    private @Nullable String shutBecause;
    private boolean stopped;

    /** Creates a gate with full budgets. */
    public RateLimitPool(RateLimitConfig config, Ticker ticker) {
        this.config = config;
        this.ticker = ticker;
        Long requestsPerMinute = config.requestsPerMinute();
        Long tokensPerMinute = config.tokensPerMinute();
        this.requests = requestsPerMinute == null ? null : new Budget(requestsPerMinute, REQUEST_BURST, ticker);
        this.tokens = tokensPerMinute == null ? null : new Budget(tokensPerMinute, TOKEN_BURST, ticker);
        this.shutUntil = ticker.nanos();
    }

    /** Returns the limits that it was made for. */
    public RateLimitConfig config() {
        return config;
    }

    /** Returns the most tokens that one request may have, or empty for no such limit. */
    public Optional<Long> largestRequest() {
        return Optional.ofNullable(config.tokensPerMinute());
    }

    /**
     * Waits until a request with this many tokens may be sent, and reserves it.
     *
     * @throws StoppedException when the pool is stopped before that
     */
    public Reservation awaitReservation(long tokenCount) throws InterruptedException {
        turn.lockInterruptibly();
        try {
            state.lockInterruptibly();
            try {
                long wait = nanosToWait(tokenCount);
                while (wait > 0) {
                    changed.awaitNanos(wait);
                    wait = nanosToWait(tokenCount);
                }
                return take(tokenCount);
            } finally {
                state.unlock();
            }
        } finally {
            turn.unlock();
        }
    }

    /** Reserves a request with this many tokens if it may be sent now. */
    public Optional<Reservation> tryReserve(long tokenCount) {
        state.lock();
        try {
            return nanosToWait(tokenCount) > 0 ? Optional.empty() : Optional.of(take(tokenCount));
        } finally {
            state.unlock();
        }
    }

    /** Returns how long a request with this many tokens would wait, were it the next one. */
    public Duration timeToWait(long tokenCount) {
        state.lock();
        try {
            return Duration.ofNanos(Math.max(0, nanosToWait(tokenCount)));
        } finally {
            state.unlock();
        }
    }

    /** Shuts the gate for at least this long; a cooldown is only ever extended. */
    public void coolDown(Duration time, String reason) {
        state.lock();
        try {
            long until = ticker.nanos() + time.toNanos();
            if (until - shutUntil > 0) {
                shutUntil = until;
                shutBecause = reason;
            }
        } finally {
            state.unlock();
        }
    }

    /** Returns why the gate is shut, or empty when it isn't. */
    public Optional<String> shutBecause() {
        state.lock();
        try {
            return shutUntil - ticker.nanos() > 0 ? Optional.ofNullable(shutBecause) : Optional.empty();
        } finally {
            state.unlock();
        }
    }

    /** Turns away everybody who waits or comes, with a {@link StoppedException}. */
    public void stop() {
        state.lock();
        try {
            stopped = true;
            changed.signalAll();
        } finally {
            state.unlock();
        }
    }

    void settle(long reserved, long used) {
        Budget budget = tokens;
        if (budget == null || reserved == used) {
            return;
        }
        state.lock();
        try {
            budget.take(used - reserved);
            budget.putBack(reserved - used);
            changed.signalAll();
        } finally {
            state.unlock();
        }
    }

    private Reservation take(long tokenCount) {
        if (requests != null) {
            requests.take(1);
        }
        if (tokens != null) {
            tokens.take(tokenCount);
        }
        return new Reservation(this, tokenCount);
    }

    private long nanosToWait(long tokenCount) {
        if (stopped) {
            throw new StoppedException();
        }
        long forCooldown = shutUntil - ticker.nanos();
        long forRequest = requests == null ? 0 : requests.nanosUntil(1);
        long forTokens = tokens == null ? 0 : tokens.nanosUntil(tokenCount);
        return Math.max(forCooldown, Math.max(forRequest, forTokens));
    }
}
