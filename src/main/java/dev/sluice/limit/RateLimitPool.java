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
    private static final Duration FIRST_COOLDOWN = Duration.ofSeconds(1);
    private static final Duration LONGEST_COOLDOWN = Duration.ofMinutes(15);
    private static final Duration PROBE = Duration.ofMinutes(5);
    private static final int MOST_DOUBLINGS = 7;

    private final RateLimitConfig config;
    private final Ticker ticker;
    private final ReentrantLock turn = new ReentrantLock(true);
    private final ReentrantLock state = new ReentrantLock();
    private final Condition changed = state.newCondition();
    private final @Nullable Budget requests;
    private final @Nullable Budget tokens;
    private long shutUntil;
    private @Nullable String shutBecause;
    private volatile @Nullable String blockedBecause;
    private volatile int refusals;
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

    /**
     * Shuts the gate for everybody because the provider refused a request with 429, for as long as it asks, else for a
     * time that doubles from one second with each refusal in a row. A cooldown is only ever extended, and never longer
     * than a quarter of an hour: then one request finds out.
     *
     * @return how long the refused request is to wait
     */
    public Duration rateLimited(Optional<Duration> retryAfter, String reason) {
        state.lock();
        try {
            if (shutUntil - ticker.nanos() <= 0) {
                refusals = Math.min(refusals + 1, MOST_DOUBLINGS);
            }
            Duration wait = retryAfter.orElse(FIRST_COOLDOWN.multipliedBy(1L << (refusals - 1)));
            return shut(wait.compareTo(LONGEST_COOLDOWN) > 0 ? LONGEST_COOLDOWN : wait, reason);
        } finally {
            state.unlock();
        }
    }

    /** Shuts the gate because account or key are not accepted; every five minutes one request finds out whether they are. */
    public void block(String reason) {
        state.lock();
        try {
            blockedBecause = reason;
            shut(PROBE, reason);
        } finally {
            state.unlock();
        }
    }

    /** Notes that the provider accepted a request, so that refusals before it count no more. */
    public void succeeded() {
        if (refusals == 0 && blockedBecause == null) {
            return;
        }
        state.lock();
        try {
            refusals = 0;
            if (blockedBecause != null) {
                blockedBecause = null;
                shutUntil = ticker.nanos();
                changed.signalAll();
            }
        } finally {
            state.unlock();
        }
    }

    /** Returns why account or key are not accepted, or empty when they are. */
    public Optional<String> blockedBecause() {
        return Optional.ofNullable(blockedBecause);
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

    private Duration shut(Duration time, String reason) {
        long until = ticker.nanos() + time.toNanos();
        if (until - shutUntil > 0) {
            shutUntil = until;
            shutBecause = reason;
            changed.signalAll();
        }
        return time;
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
