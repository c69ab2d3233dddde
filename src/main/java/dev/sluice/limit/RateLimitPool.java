package dev.sluice.limit;

import dev.sluice.time.StoppedException;
import dev.sluice.time.Ticker;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One pool's gate: whoever wants to send reserves a request and its tokens here, in the order of arrival, and is let
 * through when all limits allow it. What replies and refusals tell sets the pace. A cooldown shuts the gate for
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

    private static final long LONG_WAIT = Duration.ofSeconds(10).toNanos();

    private final RateLimitConfig config;
    private final Ticker ticker;
    private final Cooldown cooldown;
    private final ReentrantLock turn = new ReentrantLock(true);
    private final ReentrantLock state = new ReentrantLock();
    private final Condition changed = state.newCondition();
    private final @Nullable Pace requests;
    private final DayBudget requestsOfDay;
    private final DayBudget tokensOfDay;
    private final LastMinute requestsOfMinute = new LastMinute();
    private final LastMinute tokensOfMinute = new LastMinute();
    private final Charge charge = new Charge();
    private @Nullable Pace tokens;
    private long places;
    private long latency;
    private long usedPermille = 1_000;
    private long countedPermille = 1_000;
    private long probeSentAt = NO_PROBE;
    private long probeUntil;
    private boolean nextAlone;
    private volatile Runnable whenOnePassed = () -> {};
    private volatile boolean stopped;

    /** Creates a gate for a pool, beginning with what an earlier run has learned. */
    public RateLimitPool(RateLimitConfig config, LearnedLimits learned, Ticker ticker, Clock clock) {
        this(config, learned, ticker, clock, new SplittableRandom());
    }

    RateLimitPool(RateLimitConfig config, LearnedLimits learned, Ticker ticker, Clock clock, RandomGenerator random) {
        this.config = config;
        this.ticker = ticker;
        this.cooldown = new Cooldown(ticker, random);
        this.requests = config.auto() || config.requestsPerMinute() != null
                ? new Pace(config.requestsPerMinute(), learned.requestsPerMinute(), config.burst(), ticker)
                : null;
        this.tokens = config.tokensPerMinute() != null || learned.tokensPerMinute() != null
                ? new Pace(config.tokensPerMinute(), learned.tokensPerMinute(), config.burst(), ticker)
                : null;
        this.requestsOfDay = new DayBudget(config.requestsPerDay(), clock);
        this.tokensOfDay = new DayBudget(config.tokensPerDay(), clock);
        requestsOfDay.restore(learned.day(), learned.requestsOfDay());
        tokensOfDay.restore(learned.day(), learned.tokensOfDay());
    }

    /** Returns the limits that it was made for. */
    public RateLimitConfig config() {
        return config;
    }

    /** Returns the most tokens that one request may have, or empty where no such limit is known. */
    public Optional<Long> largestRequest() {
        state.lock();
        try {
            Long ofMinute = tokens == null ? null : tokens.known();
            Long ofDay = tokensOfDay.limit();
            if (ofMinute == null || ofDay == null) {
                return Optional.ofNullable(ofMinute == null ? ofDay : ofMinute);
            }
            return Optional.of(Math.min(ofMinute, ofDay));
        } finally {
            state.unlock();
        }
    }

    /** Returns the tokens a request needs for both limits to be used up together, or empty where one isn't known. */
    public Optional<Long> tokensPerRequest() {
        state.lock();
        try {
            Long perMinute = requests == null ? null : requests.known();
            Long tokensPerMinute = tokens == null ? null : tokens.known();
            return perMinute == null || tokensPerMinute == null
                    ? Optional.empty()
                    : Optional.of(Math.max(1, tokensPerMinute * SLIGHTLY_MORE / (perMinute * usedOfExpected())));
        } finally {
            state.unlock();
        }
    }

    /**
     * Waits until a request with this many tokens may be sent, and reserves it.
     *
     * @throws StoppedException when the pool is stopped before that
     */
    public Reservation awaitReservation(long expectedTokens) throws InterruptedException {
        turn.lockInterruptibly();
        try {
            state.lockInterruptibly();
            try {
                long tokenCount = asCounted(expectedTokens);
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
            whenOnePassed.run();
        }
    }

    /** Reserves a request with this many tokens if it may be sent now. */
    public Optional<Reservation> tryReserve(long expectedTokens) {
        state.lock();
        try {
            long tokenCount = asCounted(expectedTokens);
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

    /** Returns how many wait for their turn, about. */
    public int waiting() {
        return turn.getQueueLength() + (turn.isLocked() ? 1 : 0);
    }

    /** Sets what is done each time that one of those who wait for their turn has had it; it holds no lock of the pool. */
    public void whenOnePassed(Runnable listener) {
        whenOnePassed = listener;
    }

    /** Returns the most requests that may be sent in any second, for the Throttle EIP; plenty while stopping. */
    public long permitsPerSecond() {
        Pace pace = requests;
        if (pace == null || stopped) {
            return RateLimitPools.UNLIMITED_PER_SECOND;
        }
        state.lock();
        try {
            return pace.permitsPerSecond();
        } finally {
            state.unlock();
        }
    }

    /** Hears what the headers of a reply to a reservation's request tell. */
    public void observe(Reservation reservation, Observed ofRequests, Observed ofTokens) {
        state.lock();
        try {
            if (requests != null) {
                observe(requests, requestsOfDay, ofRequests, reservation.place(), 1);
            }
            if (tokens == null && config.auto() && ofTokens.limit() != null && !ofTokens.perDay()) {
                tokens = new Pace(null, ofTokens.limit(), config.burst(), ticker);
            }
            Pace pace = tokens;
            if (pace != null) {
                observe(pace, tokensOfDay, ofTokens, reservation.tokensSpent(), reservation.tokens());
                reservation.see(ofTokens);
            }
            changed.signalAll();
        } finally {
            state.unlock();
        }
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
            learnCount(reservation.tokens(), refusal);
            if (refusal.counted() != Refusal.Counted.REQUESTS) {
                charge.distrust();
            }
            if (!refusal.perDay()) {
                Pace pace = paceOf(refusal);
                if (pace != null) {
                    nextAlone = pace.isRushing() && refusal.retryAfter() == null;
                    pace.refused(reservation.sentAt(), refusal.limit(), ticker.nanos());
                }
            } else if (refusal.limit() != null) {
                (refusal.counted() == Refusal.Counted.TOKENS ? tokensOfDay : requestsOfDay).learn(refusal.limit());
            }
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
        state.lock();
        try {
            ended(reservation);
            cooldown.block(reason);
            changed.signalAll();
        } finally {
            state.unlock();
        }
    }

    /**
     * Hears that the provider failed or was not reached. After several such faults in a row the gate is shut for a time
     * that doubles; after it one request finds out whether the provider works again. The gate is shut at once where the
     * provider asks for a time to wait.
     */
    public void faulted(Reservation reservation, String reason, @Nullable Duration asked) {
        state.lock();
        try {
            ended(reservation);
            cooldown.faulted(reason, asked, reservation.sentAt());
            changed.signalAll();
        } finally {
            state.unlock();
        }
    }

    /** Returns whether only one request at a time is sent, to find out whether the others may follow. */
    public boolean isProbing() {
        state.lock();
        try {
            return cooldown.isProbing();
        } finally {
            state.unlock();
        }
    }

    /** Hears that the provider works, though it refused what a request asks for. */
    public void rejected(Reservation reservation) {
        state.lock();
        try {
            ended(reservation);
            cooldown.reached();
            changed.signalAll();
        } finally {
            state.unlock();
        }
    }

    /** Returns why nothing is sent for ten seconds or longer although account and key are accepted, or empty. */
    public Optional<String> longWait() {
        state.lock();
        try {
            if (cooldown.blockedBecause().isPresent()) {
                return Optional.empty();
            }
            if (requestsOfDay.nanosUntil(1) > 0 || tokensOfDay.nanosUntil(1) > 0) {
                return Optional.of("the limit of the day is used up, it goes on at midnight UTC");
            }
            return cooldown.nanosLeft() >= LONG_WAIT || cooldown.isProbing() ? cooldown.reason() : Optional.empty();
        } finally {
            state.unlock();
        }
    }

    /** Returns why account or key are not accepted, or empty when they are. */
    public Optional<String> blockedBecause() {
        return cooldown.blockedBecause();
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

    /** Returns how the pool stands. */
    public PoolStatus status() {
        state.lock();
        try {
            long now = ticker.nanos();
            return new PoolStatus(
                    config.name(),
                    PoolStatus.Limit.of(requests),
                    PoolStatus.Limit.of(tokens),
                    requestsOfMinute.sum(now),
                    tokensOfMinute.sum(now),
                    requestsOfDay.used(),
                    requestsOfDay.limit(),
                    tokensOfDay.used(),
                    tokensOfDay.limit(),
                    waitsFor());
        } finally {
            state.unlock();
        }
    }

    private String waitsFor() {
        boolean ofDay = requestsOfDay.nanosUntil(1) > 0 || tokensOfDay.nanosUntil(1) > 0;
        String budget = ofDay ? "midnight UTC: the limit of the day is used up" : turn.isLocked() ? "its turn" : "";
        return cooldown.waitsFor().orElse(budget);
    }

    void accepted(Reservation reservation, long reportedTokens) {
        state.lock();
        try {
            long now = ticker.nanos();
            learnCharge(reservation, reportedTokens);
            long usedTokens = charge.ofReported(reportedTokens);
            ended(reservation);
            cooldown.accepted();
            learnUse(reservation.tokens(), usedTokens);
            latency += (now - reservation.sentAt() - latency) / 8;
            if (requests != null) {
                requests.accepted(1, reservation.sentAt(), now, latency);
            }
            Pace pace = tokens;
            if (pace != null) {
                pace.settle(reservation.tokens(), usedTokens, reservation.sentAt());
                pace.accepted(usedTokens, reservation.sentAt(), now, latency);
            }
            tokensOfDay.take(usedTokens - reservation.tokens());
            tokensOfMinute.add(usedTokens - reservation.tokens(), now);
            changed.signalAll();
        } finally {
            state.unlock();
        }
    }

    private void learnCharge(Reservation reservation, long reportedTokens) {
        Observed seen = reservation.seen();
        Long limit = seen.limit() == null && tokens != null ? tokens.known() : seen.limit();
        Long remaining = seen.remaining();
        Duration reset = seen.reset();
        if (limit != null && remaining != null && reset != null && !seen.perDay()) {
            charge.observe(new Charge.Seen(
                    reservation.place(), reservation.sentAt(), limit, remaining, reset.toNanos(), reportedTokens));
        }
    }

    /** Returns what part of the tokens that a request is expected to have is counted in the end, in thousandths. */
    private long usedOfExpected() {
        return Math.max(1, usedPermille * charge.of(countedPermille) / 1_000);
    }

    /** Learns what part of the reserved tokens requests really use, so that their size can be aimed at the real use. */
    private void learnUse(long reserved, long used) {
        if (reserved > 0) {
            long permille = Math.max(250, Math.min(2_000, used * 1_000 / reserved));
            usedPermille += (permille - usedPermille) / 4;
        }
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
        state.lock();
        try {
            Pace pace = tokens;
            if (pace != null) {
                pace.settle(reservation.tokens(), 0, reservation.sentAt());
            }
            tokensOfDay.take(-reservation.tokens());
            tokensOfMinute.add(-reservation.tokens(), ticker.nanos());
            changed.signalAll();
        } finally {
            state.unlock();
        }
    }

    /** The provider's own count of a request that it refused corrects what is reserved for those to come. */
    private void learnCount(long reserved, Refusal refusal) {
        Long requested = refusal.requested();
        if (requested != null && reserved > 0 && refusal.counted() == Refusal.Counted.TOKENS) {
            long permille = countedPermille * requested / reserved;
            countedPermille += (Math.max(500, Math.min(4_000, permille)) - countedPermille) / 2;
        }
    }

    /** Returns what is reserved for a request that is expected to have so many tokens. */
    long tokensReservedFor(long expectedTokens) {
        state.lock();
        try {
            return asCounted(expectedTokens);
        } finally {
            state.unlock();
        }
    }

    private long asCounted(long expectedTokens) {
        Long largest = tokens == null ? null : tokens.known();
        long counted = charge.of(expectedTokens * countedPermille / 1_000);
        return largest == null || expectedTokens > largest ? counted : Math.min(counted, largest);
    }

    private Reservation take(long tokenCount) {
        long now = ticker.nanos();
        probeSentAt = nextAlone || cooldown.isProbing() ? now : NO_PROBE;
        probeUntil = now + (cooldown.isProbing() ? PROBE_LOST : ALONE);
        nextAlone = false;
        requestsOfMinute.add(1, now);
        tokensOfMinute.add(tokenCount, now);
        requestsOfDay.take(1);
        tokensOfDay.take(tokenCount);
        Pace pace = tokens;
        if (requests != null) {
            requests.take(1);
        }
        long tokensSpent = pace == null ? 0 : pace.take(tokenCount);
        return new Reservation(this, tokenCount, now, ++places, tokensSpent);
    }

    private long nanosToWait(long tokenCount) {
        if (stopped) {
            throw new StoppedException();
        }
        Pace pace = tokens;
        long wait = Math.max(cooldown.nanosLeft(), nanosUntilProbeEnds());
        wait = Math.max(wait, requests == null ? 0 : requests.nanosUntil(1));
        wait = Math.max(wait, pace == null ? 0 : pace.nanosUntil(tokenCount));
        return Math.max(wait, Math.max(requestsOfDay.nanosUntil(1), tokensOfDay.nanosUntil(tokenCount)));
    }

    private long nanosUntilProbeEnds() {
        return probeSentAt == NO_PROBE ? 0 : probeUntil - ticker.nanos();
    }

    private void ended(Reservation reservation) {
        probeSentAt = reservation.sentAt() == probeSentAt ? NO_PROBE : probeSentAt;
    }

    private static void observe(Pace pace, DayBudget day, Observed observed, long spentThen, long amount) {
        Long limit = observed.limit();
        Long remaining = observed.remaining();
        if (limit != null && observed.perDay()) {
            day.learn(limit);
            return;
        }
        if (limit != null) {
            pace.learn(limit);
        }
        if (remaining != null) {
            pace.observe(remaining, spentThen, amount);
        }
    }

    /** Returns the pace that a refusal is about: tokens where it says so, else requests; null where none is held. */
    private @Nullable Pace paceOf(Refusal refusal) {
        if (refusal.counted() != Refusal.Counted.TOKENS) {
            return requests;
        }
        if (tokens == null && config.auto()) {
            tokens = new Pace(null, refusal.limit(), config.burst(), ticker);
        }
        return tokens;
    }
}
