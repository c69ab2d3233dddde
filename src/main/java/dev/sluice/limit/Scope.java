package dev.sluice.limit;

import dev.sluice.time.Ticker;
import java.time.Clock;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * One thing that limits count, such as tokens: the pace of its limit a minute where one is held, its budget of a day, and
 * what was used of it lately. A request that takes nothing of it passes it by. Not thread-safe: its pool holds the lock.
 */
final class Scope {
    private static final long FEW_A_MINUTE = 60;
    private final RateLimitConfig config;
    private final boolean countsRequests;
    private final Ticker ticker;
    private final DayBudget day;
    private final LastMinute lastMinute = new LastMinute();
    private final Spending spending = new Spending();
    private @Nullable Pace pace;
    private long pacedSince;

    /** Creates one; requests differ in that they are few, and each is whole. */
    Scope(RateLimitConfig config, boolean countsRequests, @Nullable Long perDay, Ticker ticker, Clock clock) {
        this.config = config;
        this.countsRequests = countsRequests;
        this.ticker = ticker;
        this.day = new DayBudget(perDay, clock);
    }

    /** Holds a limit a minute from now on: a configured one, else one to be found out from this start, or null for none. */
    void open(@Nullable Long configured, @Nullable Long start) {
        pace = new Pace(configured, start, config.burst(), ticker);
        pacedSince = ticker.nanos();
    }

    void restoreDay(LocalDate usedOn, long amount) {
        day.restore(usedOn, amount);
    }

    boolean isPaced() {
        return pace != null;
    }

    /** Returns the limit a minute as far as it is known, or null. */
    @Nullable
    Long known() {
        return pace == null ? null : pace.known();
    }

    /** Returns the most that one request may take, or null where that is not known. */
    @Nullable
    Long largest() {
        Long ofMinute = known();
        Long ofDay = day.limit();
        if (ofMinute == null || ofDay == null) {
            return ofMinute == null ? ofDay : ofMinute;
        }
        return (Long) Math.min(ofMinute, ofDay);
    }

    /** Returns how long it takes until this amount may be taken, 0 for now. */
    long nanosUntil(long amount) {
        if (amount == 0) {
            return 0;
        }
        return Math.max(pace == null ? 0 : pace.nanosUntil(amount), day.nanosUntil(amount));
    }

    /** Returns how long it takes until the day's limit has room for this amount, 0 for now. */
    long nanosUntilDay(long amount) {
        return amount == 0 ? 0 : day.nanosUntil(amount);
    }

    /** Returns why this amount can never be taken at once, as a sentence with this name of what is counted, or null. */
    @Nullable
    String problem(String name, long amount) {
        Long ofMinute = known();
        Long ofDay = day.limit();
        if (ofMinute != null && amount > ofMinute) {
            return problem(name, amount, "minute", ofMinute);
        }
        return ofDay != null && amount > ofDay ? problem(name, amount, "day", ofDay) : null;
    }

    private static String problem(String name, long amount, String time, long limit) {
        return "the request needs more " + name + " than the limit allows in a " + time + ": " + name + "=" + amount
                + " " + name + "-per-" + time + "=" + limit;
    }

    boolean isDayUsedUp() {
        return day.nanosUntil(1) > 0;
    }

    long permitsPerSecond() {
        return pace == null ? RateLimitPools.UNLIMITED_PER_SECOND : pace.permitsPerSecond();
    }

    /** Takes an amount, maybe none, for the next request at this moment. */
    void take(long amount, long now) {
        lastMinute.add(amount, now);
        day.take(amount);
        spending.take(amount);
        if (pace != null && amount > 0) {
            pace.take(amount, now);
        }
    }

    /** Corrects the amount that was reserved for a request. */
    void settle(Reservation reservation, long reserved, long used) {
        long sentAt = reservation.sentAt();
        spending.correct(reservation.place(), used - reserved);
        if (pace != null && sentAt >= pacedSince) {
            pace.settle(reserved, used, sentAt);
        }
        day.take(used - reserved);
        lastMinute.add(used - reserved, ticker.nanos());
    }

    /** Hears that a request was accepted that took this amount and was let through at this moment. */
    void accepted(long amount, long sentAt, long latency) {
        if (pace != null && amount > 0) {
            pace.accepted(amount, sentAt, ticker.nanos(), latency);
        }
    }

    /** Hears what the headers tell that the request at this place got, which took this amount. */
    void observe(Observed observed, long place, long amount) {
        Long limit = observed.limit();
        if (limit != null && observed.perDay()) {
            day.tell(limit);
            return;
        }
        if (pace == null && config.auto() && limit != null) {
            open(null, limit);
        }
        if (pace == null) {
            return;
        }
        if (limit != null) {
            pace.learn(limit);
        }
        Long remaining = observed.remaining();
        if (remaining != null) {
            boolean ahead = mayGoAhead(limit) && observed.maybeBucketOfMinute();
            pace.observe(remaining, spending.since(place), amount, ahead);
        }
    }

    /**
     * A window that slides looks like a bucket to whoever keeps an even pace, and refuses what goes ahead of it: where requests are
     * few, or their limit is configured, it isn't worth it.
     */
    private boolean mayGoAhead(@Nullable Long limit) {
        return !countsRequests || (config.requestsPerMinute() == null && limit != null && limit >= FEW_A_MINUTE);
    }

    /**
     * Hears that a request was refused that was let through at this moment.
     *
     * @return whether no pace was held before that
     */
    boolean refused(Refusal refusal, long sentAt) {
        Long limit = refusal.limit();
        if (refusal.perDay()) {
            if (limit != null) {
                day.learn(limit);
            }
            return false;
        }
        if (pace == null && config.auto()) {
            open(null, limit);
        }
        boolean rushing = pace != null && pace.isRushing();
        if (pace != null) {
            pace.refused(sentAt, limit, ticker.nanos());
        }
        return rushing;
    }

    PoolStatus.Limit status() {
        long ofMinute = Math.max(0, lastMinute.sum(ticker.nanos()));
        if (pace == null) {
            return new PoolStatus.Limit(null, null, null, ofMinute, day.used(), day.shownLimit());
        }
        Long held = pace.isUnlimited() ? null : (Long) pace.perMinute();
        return new PoolStatus.Limit(pace.configured(), pace.learned(), held, ofMinute, day.used(), day.shownLimit());
    }
}
