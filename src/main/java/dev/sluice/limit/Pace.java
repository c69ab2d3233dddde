package dev.sluice.limit;

import dev.sluice.time.Ticker;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How fast a pool goes at one of its limits, such as tokens a minute, and how it learns that: a known limit is
 * used to 99%; an unknown one is found by doubling until the first refusal; a refusal cuts the pace to what the provider really
 * accepted, once per burst; after that it grows in small steps while the limit is what holds things up. Room that the
 * provider's own count shows beyond the even pace is used as well, more with each reply. Not thread-safe: its pool holds
 * the lock.
 */
final class Pace {
    private static final long FIRST_PER_MINUTE = 120;
    private static final long UNLIMITED = 2_000_000;
    private static final long HOLD = Duration.ofSeconds(3).toNanos();
    private static final long ROUND = Duration.ofSeconds(1).toNanos();
    private static final long FIRST_ROUND = Duration.ofMillis(100).toNanos();
    private static final int EASY_CUTS = 3;
    private static final int MOST_STEP = 16;
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();
    private static final long FIRST_IS_SLOW = Duration.ofMillis(500).toNanos();
    private static final long WARM_UP = Duration.ofSeconds(1).toNanos();
    private static final int FINE_PARTS = 20;
    private static final int COARSE_PARTS = 4;
    private static final int ROOMY_SECONDS = 5;
    private static final int SPARE_SECONDS = 2;

    private final @Nullable Long configured;
    private final Goodput goodput = new Goodput();
    private final RollingSecond second = new RollingSecond();
    private final Ticker ticker;
    private final Budget budget;
    private @Nullable Long learned;
    private boolean starting;
    private boolean unlimited;
    private boolean roomTrusted = true;
    private boolean roomUsed;
    private boolean settling;
    private int settlingCuts;
    private boolean wasRefused;
    private boolean warm;
    private boolean saturated;
    private boolean accepted;
    private long steadySince;
    private long roundSince;
    private long lastCut = Long.MIN_VALUE;
    private int step = 1;
    private long firstTaken = Long.MIN_VALUE;
    private long firstAccepted = Long.MIN_VALUE;
    private long firstAmount;
    private long taken;
    private long spent;

    /** Creates a pace for a limit that is configured, or null for one that is to be found out, at this start. */
    Pace(@Nullable Long configured, @Nullable Long start, Duration burst, Ticker ticker) {
        this.configured = configured;
        this.ticker = ticker;
        this.starting = configured == null && start == null;
        long perMinute = configured != null ? configured : start != null ? start : FIRST_PER_MINUTE;
        this.budget = new Budget(perMinute, burst, ticker);
        this.roundSince = ticker.nanos();
        this.steadySince = ticker.nanos();
    }

    long nanosUntil(long amount) {
        if (unlimited) {
            return 0;
        }
        long wait = Math.max(budget.nanosUntil(amount), nanosUntilInSecond(amount));
        wait = Math.max(wait, nanosUntilSecond(amount));
        saturated |= wait > 0;
        return wait;
    }

    /** Holds back the second request a little: the first one is slow on its way, and a provider counts from its arrival. */
    private long nanosUntilSecond(long amount) {
        Long limit = known();
        if (taken != 1 || limit == null || fitsSeconds(limit, amount)) {
            return 0;
        }
        return firstTaken + firstAmount * (MINUTE / limit) + FIRST_IS_SLOW - ticker.nanos();
    }

    /** Keeps every single second within its share, where that is fine enough not to waste any; the first one to half. */
    private long nanosUntilInSecond(long amount) {
        Long limit = known();
        if (limit == null || roomUsed || !fitsSeconds(limit, amount)) {
            return 0;
        }
        long now = ticker.nanos();
        boolean warmingUp = !warm && (firstTaken == Long.MIN_VALUE || now - firstTaken < WARM_UP);
        warm |= firstTaken != Long.MIN_VALUE && !warmingUp;
        return second.nanosUntil(amount, warmingUp ? limit / 120 : limit / 60, now);
    }

    /** Returns whether whole amounts fill a second's share to 99%, or well enough once a refusal told of windows. */
    private boolean fitsSeconds(long limit, long amount) {
        long fit = limit / 60 / Math.max(1, amount);
        return wasRefused ? fit >= COARSE_PARTS : fit >= FINE_PARTS && fit * amount * 60 * 100 >= limit * 99;
    }

    /** Takes an amount and returns the sum of all that was taken so far, which places it among the others. */
    long take(long amount) {
        long now = ticker.nanos();
        firstTaken = firstTaken == Long.MIN_VALUE ? now : firstTaken;
        firstAmount = taken++ == 0 ? amount : firstAmount;
        spent += amount;
        budget.take(amount);
        second.take(amount, now);
        return spent;
    }

    /** Corrects an amount that was taken. */
    void settle(long reserved, long used) {
        firstAmount = taken == 1 ? used : firstAmount;
        budget.take(used - reserved);
        budget.putBack(reserved - used);
        spent += used - reserved;
    }

    /** Returns the limit as far as it is known, or null. */
    @Nullable
    Long known() {
        if (configured == null || learned == null) {
            return configured == null ? learned : configured;
        }
        return (Long) Math.min(configured, learned);
    }

    @Nullable
    Long configured() {
        return configured;
    }

    @Nullable
    Long learned() {
        return learned;
    }

    long perMinute() {
        return unlimited ? UNLIMITED : budget.perMinute();
    }

    /**
     * Returns the most that may be taken in any second: the share of a known limit, all of it where the provider shows
     * that it lets a minute's worth through at once.
     */
    long permitsPerSecond() {
        Long limit = known();
        if (limit == null) {
            return RateLimitPools.UNLIMITED_PER_SECOND;
        }
        return Math.min(RateLimitPools.UNLIMITED_PER_SECOND, roomUsed ? limit : (limit + 59) / 60);
    }

    boolean isUnlimited() {
        return unlimited;
    }

    /** Takes over a limit that the provider names; it never goes above a configured one. */
    void learn(long limit) {
        if (limit <= 0 || (learned != null && learned == limit)) {
            return;
        }
        boolean held = learned != null && !starting && budget.perMinute() < ceiling();
        learned = limit;
        starting = false;
        unlimited = false;
        long ceiling = ceiling();
        if (!held || budget.perMinute() > ceiling) {
            budget.refillAt(ceiling);
        }
    }

    /** Hears that a request was accepted that took this amount. */
    void accepted(long amount, long now, long latency) {
        goodput.add(amount, now);
        firstAccepted = firstAccepted == Long.MIN_VALUE ? now : firstAccepted;
        accepted = true;
        long round = starting ? Math.max(FIRST_ROUND, latency) : ROUND;
        if (now - roundSince < round) {
            return;
        }
        if (saturated && accepted && !unlimited) {
            grow(now);
        }
        roundSince = now;
        saturated = false;
        accepted = false;
    }

    private void grow(long now) {
        if (starting) {
            budget.refillAt(budget.perMinute() * 2);
            unlimited = budget.perMinute() >= UNLIMITED;
        } else if (now - steadySince >= HOLD && budget.perMinute() < ceiling()) {
            settling = false;
            long more = Math.max(1, budget.perMinute() * step / 100);
            budget.refillAt(Math.min(ceiling(), budget.perMinute() + more));
            step = Math.min(MOST_STEP, step * 2);
        }
    }

    /** Hears of the provider's own count: what was left when the request was admitted that had spent this sum. */
    void observe(long remaining, long spentThen, long amount) {
        Long limit = known();
        if (limit == null || !roomTrusted) {
            return;
        }
        long left = remaining - (spent - spentThen);
        boolean roomy = remaining > limit * ROOMY_SECONDS / 60;
        long room = left - limit * SPARE_SECONDS / 60;
        if (roomy && room > 0) {
            long more = Math.max(2, 2 * amount);
            roomUsed = true;
            budget.raiseTo(Math.min(room, Math.max(0, budget.available()) + more));
        }
    }

    /** Hears that a request was refused that was let through at this moment. */
    void refused(long sentAt, @Nullable Long limit, long now) {
        long before = budget.perMinute();
        if (limit != null) {
            learn(limit);
        }
        boolean explained = budget.perMinute() < before;
        budget.empty();
        if (sentAt < lastCut) {
            return;
        }
        if (!explained) {
            budget.refillAt(cut(now));
        }
        settling |= starting;
        settlingCuts += settling ? 1 : 0;
        wasRefused = true;
        roomTrusted = false;
        roomUsed = false;
        starting = false;
        unlimited = false;
        lastCut = now;
        steadySince = now;
        roundSince = now;
        step = 1;
    }

    /** What the provider really accepted tells the right pace, unless the first rush lived on a reserve. */
    private long cut(long now) {
        long current = budget.perMinute();
        long measured = goodput.perMinute(Math.max(steadySince, firstAccepted), now);
        long target = measured > 0 && !settling
                ? Math.min(current, measured) * 99 / 100
                : current * (settlingCuts < EASY_CUTS ? 7 : 5) / 10;
        return Math.max(1, Math.min(ceiling(), Math.max(target, current / 2)));
    }

    private long ceiling() {
        Long known = known();
        return known == null ? UNLIMITED : known;
    }
}
