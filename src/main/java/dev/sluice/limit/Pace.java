package dev.sluice.limit;

import dev.sluice.time.Ticker;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How fast a pool goes at one of its limits, such as tokens a minute, and how it learns that: a known limit is
 * used to 99%; an unknown one is found by doubling until the first refusal, then by bisection between a pace that was held and one that
 * was refused; now and then it is tried whether there is more. A refusal cuts the pace once per burst, to the one that was held or to
 * what the provider really accepted; it grows only while the limit is what holds things up. Room that the provider's own count shows beyond the even pace is used as well, more with each reply. Not thread-safe: its pool holds
 * the lock.
 */
final class Pace {
    private static final long FIRST_PER_MINUTE = 120;
    private static final long AFTER_FIRST_REPLY = 600;
    private static final long NONE = Long.MAX_VALUE;
    private static final long UNLIMITED = 2_000_000;
    private static final long HOLD = Duration.ofSeconds(3).toNanos();
    private static final long ROUND = Duration.ofSeconds(1).toNanos();
    private static final long FIRST_ROUND = Duration.ofMillis(100).toNanos();
    private static final int[] CUTS_OF_RUSH = {70, 70, 50};
    private static final int MOST_STEP = 16;
    private static final long NEXT_PROBE = Duration.ofSeconds(30).toNanos();
    private static final long LATEST_PROBE = Duration.ofMinutes(5).toNanos();
    private static final int REQUESTS_TO_PROBE = 100;
    private static final int REQUESTS_TO_HOLD = 6;
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();
    private static final long FIRST_IS_SLOW = Duration.ofMillis(600).toNanos();
    private static final long WARM_UP = Duration.ofSeconds(1).toNanos();
    private static final int FINE_PARTS = 20;
    private static final int COARSE_PARTS = 4;
    private static final int LEAST_SHARE = 20;
    private static final int ROOMY_SECONDS = 5;
    private static final int SPARE_SECONDS = 2;

    private final @Nullable Long configured;
    private final Goodput goodput = new Goodput();
    private final LastMinute acceptedOfMinute = new LastMinute();
    private final RollingSecond second = new RollingSecond();
    private final Ticker ticker;
    private final Budget budget;
    private @Nullable Long learned;
    private boolean starting;
    private boolean unlimited;
    private boolean roomTrusted = true;
    private boolean roomUsed;
    private boolean holdsMinute;
    private boolean settling;
    private int firstCuts;
    private long good;
    private long bad = NONE;
    private int acceptedSinceCut;
    private int acceptedAtPace;
    private boolean wasRefused;
    private boolean warm;
    private boolean probing;
    private boolean saturated;
    private long steadySince;
    private long roundSince;
    private long lastCut = Long.MIN_VALUE;
    private int step = 1;
    private long firstTaken = Long.MIN_VALUE;
    private long openSince = Long.MIN_VALUE;
    private long firstAmount;
    private long taken;

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

    /** Takes an amount at this moment. */
    void take(long amount, long now) {
        firstTaken = firstTaken == Long.MIN_VALUE ? now : firstTaken;
        firstAmount = taken++ == 0 ? amount : firstAmount;
        budget.take(amount);
        second.take(amount, now);
    }

    /** Corrects an amount that was taken at this moment. */
    void settle(long reserved, long used, long at) {
        second.correct(used - reserved, at);
        firstAmount = taken == 1 ? used : firstAmount;
        budget.take(used - reserved);
        budget.putBack(reserved - used);
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

    /** Returns what the provider told or, where it told nothing, the pace that refusals taught; null where none did. */
    @Nullable
    Long learned() {
        return learned == null && configured == null && wasRefused ? (Long) budget.perMinute() : learned;
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

    /** Returns whether no pace was held yet since the search began. */
    boolean isRushing() {
        return starting || settling;
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

    /** Hears that a request was accepted that took this amount and was let through at this moment. */
    void accepted(long amount, long sentAt, long now, long latency) {
        goodput.add(amount, now);
        acceptedOfMinute.add(amount, now);
        openSince = openSince == Long.MIN_VALUE && sentAt >= lastCut ? now : openSince;
        acceptedSinceCut++;
        acceptedAtPace++;
        long round = starting ? Math.max(FIRST_ROUND, latency) : ROUND;
        if (now - roundSince < round) {
            return;
        }
        if (saturated && !unlimited) {
            grow(now);
        }
        roundSince = now;
        saturated = false;
    }

    private void grow(long now) {
        if (starting) {
            budget.refillAt(Math.max(AFTER_FIRST_REPLY, budget.perMinute() * 2));
            unlimited = budget.perMinute() >= UNLIMITED;
            return;
        }
        long current = budget.perMinute();
        boolean held = now - steadySince >= HOLD && acceptedAtPace >= Math.min(REQUESTS_TO_HOLD, 2 + perMinute() / 10);
        if (current >= ceiling() || !(held || probing)) {
            return;
        }
        if (held) {
            settling = false;
            good = current;
        }
        if (bad != NONE && current >= bad * 97 / 100) {
            boolean manyRequests = now - lastCut >= NEXT_PROBE && acceptedSinceCut >= REQUESTS_TO_PROBE;
            if (!manyRequests && now - lastCut < LATEST_PROBE) {
                return;
            }
            bad = NONE;
        }
        probing = bad == NONE;
        long more = probing ? current * step / 100 : (bad - current) / 2;
        step = probing ? Math.min(MOST_STEP, step * 2) : 1;
        change(Math.min(ceiling(), current + Math.max(1, more)), now);
    }

    private void change(long perMinute, long now) {
        budget.refillAt(perMinute);
        steadySince = now;
        acceptedAtPace = 0;
    }

    /**
     * Hears of the provider's own count: what was left when a request of this amount was admitted, and what was taken since. Room is
     * only used where it comes back steadily: who uses up a window at once waits for the next.
     */
    void observe(long remaining, long takenSince, long amount, boolean refills) {
        Long limit = known();
        if (limit == null || !roomTrusted) {
            return;
        }
        long left = remaining - takenSince;
        boolean roomy = remaining > limit * ROOMY_SECONDS / 60;
        long room = left - limit * SPARE_SECONDS / 60;
        holdsMinute |= roomy;
        if (holdsMinute && left < budget.available()) {
            budget.lowerTo(left);
        }
        if (roomy && refills && room > 0) {
            long more = Math.max(2, 2 * amount);
            roomUsed = true;
            budget.raiseTo(Math.min(room, Math.max(0, budget.available()) + more));
        }
    }

    /**
     * Hears that a request was refused that was let through at this moment. A refusal while nothing was accepted since the
     * last cut tells nothing new: then the pace is not what is refused. Nor is it when it has let nothing through yet.
     */
    void refused(long sentAt, @Nullable Long limit, long now) {
        long before = budget.perMinute();
        if (limit != null) {
            learn(limit);
        }
        boolean explained = budget.perMinute() < before || (taken == 0 && limit != null);
        budget.empty();
        boolean closed = lastCut != Long.MIN_VALUE && openSince == Long.MIN_VALUE;
        if (!explained && (closed || sentAt < lastCut)) {
            return;
        }
        if (!explained) {
            budget.refillAt(cut(now));
        }
        wasRefused = true;
        roomTrusted = false;
        roomUsed = false;
        starting = false;
        unlimited = false;
        lastCut = now;
        openSince = Long.MIN_VALUE;
        steadySince = now;
        roundSince = now;
        acceptedSinceCut = 0;
        acceptedAtPace = 0;
        probing = false;
        step = 1;
    }

    /** Notes where the search ends, and returns the pace to go on at. */
    private long cut(long now) {
        long current = budget.perMinute();
        long measured = Math.min(current, measured(now));
        settling |= starting;
        bad = current;
        long target;
        if (settling) {
            target = cutOfRush(now);
        } else if (good > 0 && current > good) {
            bad = measured > good ? measured * 103 / 100 : current;
            target = Math.max(good, measured * 97 / 100);
        } else {
            good = 0;
            bad = measured > 0 ? Math.min(current, measured * 115 / 100) : current;
            target = measured > 0 ? measured * 98 / 100 : current * 7 / 10;
        }
        // So much was accepted within a minute, half of it at least without any reserve.
        long proven = Math.min(current, acceptedOfMinute.sum(now) / 2);
        long least = Math.max(leastOfKnown(), settling ? 1 : current / 2);
        return Math.max(1, Math.min(ceiling(), Math.max(proven, Math.max(target, least))));
    }

    /** Refusals that go on far below a known limit have other reasons, such as a server that turns away one in twenty. */
    private long leastOfKnown() {
        Long known = known();
        return known == null ? 1 : known / LEAST_SHARE;
    }

    /** What was accepted since the pace was last changed and the gate was open again; 0 where that is too little to tell. */
    private long measured(long now) {
        return openSince == Long.MIN_VALUE ? 0 : goodput.perMinute(Math.max(steadySince, openSince), now);
    }

    /** The first rush may have lived on a reserve, and its pace may be far above what was really sent. */
    private long cutOfRush(long now) {
        long current = budget.perMinute();
        long sent = firstCuts == 0 ? goodput.lastSecond(now) * 60 : 0;
        int percent = CUTS_OF_RUSH[Math.min(firstCuts, CUTS_OF_RUSH.length - 1)];
        firstCuts++;
        return (sent > 0 ? Math.min(current, sent) : current) * percent / 100;
    }

    private long ceiling() {
        Long known = known();
        return known == null ? UNLIMITED : known;
    }
}
