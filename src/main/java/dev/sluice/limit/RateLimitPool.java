package dev.sluice.limit;

import dev.sluice.time.StoppedException;
import dev.sluice.time.Ticker;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One pool's gate: whoever wants to send reserves a request with its tokens and images here, in the order of arrival, and
 * is let through when all limits allow it. What replies and refusals tell sets the pace. A cooldown shuts the gate for
 * everybody. Thread-safe: waiters queue for their turn on a fair lock; the state has a lock of its own that is never
 * held while waiting.
 */
public final class RateLimitPool {
    /** In thousandths: requests a little too large waste less than such as are too small. */
    private static final long SLIGHTLY_MORE = 1_030;

    private static final long NO_PROBE = Long.MIN_VALUE;
    /** After that long without any outcome a probe is given up for lost. */
    private static final long PROBE_LOST = Duration.ofMinutes(15).toNanos();

    /** A refusal comes at once, so that no news after that long is good news. */
    private static final long ALONE = Duration.ofSeconds(1).toNanos();

    /** The end of a day is told by a clock that may be set meanwhile. */
    private static final long LOOK_AGAIN = Duration.ofMinutes(1).toNanos();

    private static final long LONG_WAIT = Duration.ofSeconds(10).toNanos();

    private final RateLimitConfig config;
    private final Ticker ticker;
    private final Cooldown cooldown;
    private final ReentrantLock turn = new ReentrantLock(true);
    private final ReentrantLock state = new ReentrantLock();
    private final Condition changed = state.newCondition();
    private final Scopes scopes;
    private final TokenCount count = new TokenCount();
    private long places;
    private long latency;
    private long probeSentAt = NO_PROBE;
    private long probeUntil;
    private boolean nextAlone;
    private int waitingForDay;
    private final List<Runnable> whenOnePassed = new CopyOnWriteArrayList<>();
    private volatile boolean stopped;

    /** Creates a gate for a pool, beginning with what an earlier run has learned. */
    public RateLimitPool(RateLimitConfig config, LearnedLimits learned, Ticker ticker, Clock clock) {
        this(config, learned, ticker, clock, new SplittableRandom());
    }

    RateLimitPool(RateLimitConfig config, LearnedLimits learned, Ticker ticker, Clock clock, RandomGenerator random) {
        this.config = config;
        this.ticker = ticker;
        this.cooldown = new Cooldown(ticker, random);
        this.scopes = new Scopes(config, learned, ticker, clock);
    }

    /** Returns the limits that it was made for. */
    public RateLimitConfig config() {
        return config;
    }

    /** Returns why a request that is expected to cost this can never be sent, in a sentence, or empty. */
    public Optional<String> problem(Cost expected) {
        return read(() -> Optional.ofNullable(scopes.problem(expected)));
    }

    /** Returns the tokens a request needs for both limits to be used up together, or empty where one isn't known. */
    public Optional<Long> tokensPerRequest() {
        return read(() -> {
            Long perMinute = scopes.requests().known();
            Long tokensPerMinute = scopes.tokens().known();
            return perMinute == null || tokensPerMinute == null
                    ? Optional.empty()
                    : Optional.of(Math.max(1, tokensPerMinute * SLIGHTLY_MORE / (perMinute * count.usedOfExpected())));
        });
    }

    /**
     * Waits until a request that is expected to cost this may be sent, and reserves it.
     *
     * @throws StoppedException when the pool is stopped before that
     */
    public Reservation awaitReservation(Cost expected) throws InterruptedException {
        Reservation reservation = null;
        while (reservation == null) {
            awaitDay(expected);
            turn.lockInterruptibly();
            try {
                reservation = awaitTurn(expected);
            } finally {
                turn.unlock();
                whenOnePassed.forEach(Runnable::run);
            }
        }
        return reservation;
    }

    /** Waits aside until the day has room for the request, so that smaller ones may go first. */
    private void awaitDay(Cost expected) throws InterruptedException {
        state.lockInterruptibly();
        try {
            long wait = scopes.nanosUntilDay(asCounted(expected));
            while (wait > 0 && !stopped) {
                waitingForDay++;
                try {
                    changed.awaitNanos(Math.min(wait, LOOK_AGAIN));
                } finally {
                    waitingForDay--;
                }
                wait = scopes.nanosUntilDay(asCounted(expected));
            }
        } finally {
            state.unlock();
        }
    }

    /** Waits until the request may be sent; returns null if the day has no room for it any more. */
    private @Nullable Reservation awaitTurn(Cost expected) throws InterruptedException {
        state.lockInterruptibly();
        try {
            Cost cost = asCounted(expected);
            long wait = nanosToWait(cost);
            while (wait > 0) {
                if (scopes.nanosUntilDay(cost) > 0) {
                    return null;
                }
                changed.awaitNanos(Math.min(wait, LOOK_AGAIN));
                cost = asCounted(expected);
                wait = nanosToWait(cost);
            }
            return take(cost);
        } finally {
            state.unlock();
        }
    }

    /** Reserves a request with this many tokens and no image if it may be sent now. */
    public Optional<Reservation> tryReserve(long expectedTokens) {
        return tryReserve(Cost.ofTokens(expectedTokens));
    }

    /** Reserves a request that is expected to cost this if it may be sent now. */
    public Optional<Reservation> tryReserve(Cost expected) {
        return read(() -> {
            Cost cost = asCounted(expected);
            return nanosToWait(cost) > 0 ? Optional.empty() : Optional.of(take(cost));
        });
    }

    /** Returns how long a request with this many tokens and no image would wait, were it the next one. */
    public Duration timeToWait(long tokenCount) {
        return timeToWait(Cost.ofTokens(tokenCount));
    }

    /** Returns how long a request of this cost would wait, were it the next one. */
    public Duration timeToWait(Cost cost) {
        return read(() -> Duration.ofNanos(Math.max(0, nanosToWait(cost))));
    }

    /** Returns how many wait for their turn, about. */
    public int waiting() {
        return turn.getQueueLength() + (turn.isLocked() ? 1 : 0);
    }

    /** Adds what is done each time that one of those who wait for their turn has had it; it holds no lock of the pool. */
    public void whenOnePassed(Runnable listener) {
        whenOnePassed.add(listener);
    }

    /** Returns the most requests that may be sent in any second, for the Throttle EIP; plenty while stopping. */
    public long permitsPerSecond() {
        return stopped
                ? RateLimitPools.UNLIMITED_PER_SECOND
                : read(() -> scopes.requests().permitsPerSecond());
    }

    /** Hears what the headers of a reply to a reservation's request tell. */
    public void observe(Reservation reservation, Observed ofRequests, Observed ofTokens) {
        change(() -> {
            scopes.requests().observe(ofRequests, reservation.place(), 1);
            scopes.tokens().observe(ofTokens, reservation.place(), reservation.tokens());
            if (scopes.tokens().isPaced()) {
                reservation.see(ofTokens);
            }
        });
    }

    /**
     * Hears that the provider refused a request with 429. The gate is shut for everybody for as long as it asks, else
     * for a time that doubles with each refusal in a row; a cooldown is only ever extended.
     *
     * @return how long the refused request is to wait
     */
    public Duration refused(Reservation reservation, Refusal refusal) {
        state.lock();
        try {
            ended(reservation);
            count.refused(reservation.tokens(), refusal);
            boolean rushing = scopes.of(refusal).refused(refusal, reservation.sentAt());
            nextAlone = rushing && refusal.retryAfter() == null;
            cooldown.reached();
            Duration wait = cooldown.refused(refusal, reservation.sentAt());
            changed.signalAll();
            return wait;
        } finally {
            state.unlock();
        }
    }

    /** Shuts the gate because account or key are not accepted; every five minutes one request finds out whether they are. */
    public void block(Reservation reservation, String reason) {
        change(() -> {
            ended(reservation);
            cooldown.block(reason);
        });
    }

    /**
     * Hears that the provider failed or was not reached. After several such faults in a row the gate is shut for a time
     * that doubles; after it one request finds out whether the provider works again. The gate is shut at once where the
     * provider asks for a time to wait.
     */
    public void faulted(Reservation reservation, String reason, @Nullable Duration asked) {
        change(() -> {
            ended(reservation);
            cooldown.faulted(reason, asked, reservation.sentAt());
        });
    }

    /** Returns whether only one request at a time is sent, to find out whether the others may follow. */
    public boolean isProbing() {
        return read(cooldown::isProbing);
    }

    /** Hears that the provider works, though it refused what a request asks for. */
    public void rejected(Reservation reservation) {
        change(() -> {
            ended(reservation);
            cooldown.reached();
        });
    }

    /** Returns why nothing is sent for ten seconds or longer although account and key are accepted, or empty. */
    public Optional<String> longWait() {
        return read(() -> {
            if (cooldown.blockedBecause().isPresent()) {
                return Optional.empty();
            }
            if (scopes.isDayUsedUp()) {
                return Optional.of("the limit of the day is used up, it goes on at midnight UTC");
            }
            if (waitingForDay > 0) {
                return Optional.of(
                        "requests need more than the limit of the day has left, they go on at midnight UTC: requests="
                                + waitingForDay);
            }
            return cooldown.nanosLeft() >= LONG_WAIT || cooldown.isProbing() ? cooldown.reason() : Optional.empty();
        });
    }

    /** Returns why account or key are not accepted, or empty when they are. */
    public Optional<String> blockedBecause() {
        return cooldown.blockedBecause();
    }

    /** Turns away everybody who waits or comes, with a {@link StoppedException}. */
    public void stop() {
        change(() -> stopped = true);
    }

    /** Returns how the pool stands. */
    public PoolStatus status() {
        return read(() -> new PoolStatus(
                config.name(),
                scopes.requests().status(),
                scopes.tokens().status(),
                scopes.images().status(),
                waitsFor()));
    }

    private String waitsFor() {
        String budget = scopes.isDayUsedUp()
                ? "midnight UTC: the limit of the day is used up"
                : turn.isLocked() ? "its turn" : "";
        return cooldown.waitsFor().orElse(budget);
    }

    void accepted(Reservation reservation, long reportedTokens) {
        change(() -> {
            long usedTokens =
                    count.accepted(reservation, reportedTokens, scopes.tokens().known());
            ended(reservation);
            cooldown.accepted();
            latency += (ticker.nanos() - reservation.sentAt() - latency) / 8;
            scopes.accepted(reservation, usedTokens, latency);
        });
    }

    void withdrawn(Reservation reservation) {
        state.lock();
        try {
            ended(reservation);
        } finally {
            state.unlock();
        }
        refunded(reservation);
    }

    void refunded(Reservation reservation) {
        change(() -> scopes.refund(reservation));
    }

    /** Returns what is reserved for a request that is expected to have so many tokens. */
    long tokensReservedFor(long expectedTokens) {
        return read(() -> asCounted(Cost.ofTokens(expectedTokens)).tokens());
    }

    private Cost asCounted(Cost expected) {
        return new Cost(count.toReserve(expected.tokens(), scopes.tokens().largest()), expected.images());
    }

    private Reservation take(Cost cost) {
        long now = ticker.nanos();
        probeSentAt = nextAlone || cooldown.isProbing() ? now : NO_PROBE;
        probeUntil = now + (cooldown.isProbing() ? PROBE_LOST : ALONE);
        nextAlone = false;
        scopes.take(cost, now);
        return new Reservation(this, cost, now, ++places);
    }

    private long nanosToWait(Cost cost) {
        if (stopped) {
            throw new StoppedException();
        }
        long shut = Math.max(cooldown.nanosLeft(), nanosUntilProbeEnds());
        return Math.max(shut, scopes.nanosUntil(cost));
    }

    private long nanosUntilProbeEnds() {
        return probeSentAt == NO_PROBE ? 0 : probeUntil - ticker.nanos();
    }

    private void ended(Reservation reservation) {
        probeSentAt = reservation.sentAt() == probeSentAt ? NO_PROBE : probeSentAt;
    }

    private <T> T read(Supplier<T> answer) {
        state.lock();
        try {
            return answer.get();
        } finally {
            state.unlock();
        }
    }

    private void change(Runnable change) {
        state.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            state.unlock();
        }
    }
}
