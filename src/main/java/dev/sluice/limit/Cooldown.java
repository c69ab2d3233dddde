package dev.sluice.limit;

import dev.sluice.time.Ticker;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The one time until which a pool's gate is shut, and why. It is only ever extended; jitter is only added. Not
 * thread-safe but for {@link #blockedBecause}: its pool holds the lock.
 */
final class Cooldown {
    private static final Duration FIRST = Duration.ofMillis(250);
    private static final Duration LONGEST = Duration.ofMinutes(15);
    private static final Duration A_DAY = Duration.ofHours(25);
    private static final Duration PROBE = Duration.ofMinutes(5);
    private static final int MOST_DOUBLINGS = 9;
    private static final long MOST_JITTER_MILLIS = 100;

    private final Ticker ticker;
    private final RandomGenerator random;
    private long until;
    private long openedAt;
    private @Nullable String reason;
    private volatile @Nullable String blockedBecause;
    private int refusals;

    Cooldown(Ticker ticker, RandomGenerator random) {
        this.random = random;
        this.ticker = ticker;
        this.until = ticker.nanos();
        this.openedAt = Long.MIN_VALUE;
    }

    long nanosLeft() {
        return until - ticker.nanos();
    }

    /** Shuts the gate after a refusal; those of one burst count once. */
    Duration refused(Refusal refusal, long sentAt) {
        if (sentAt >= openedAt) {
            refusals = Math.min(refusals + 1, MOST_DOUBLINGS);
            openedAt = ticker.nanos();
        }
        Duration asked = refusal.retryAfter();
        Duration wait = asked == null ? FIRST.multipliedBy(1L << (Math.max(1, refusals) - 1)) : asked;
        Duration most = refusal.perDay() ? A_DAY : LONGEST;
        return shut(wait.compareTo(most) > 0 ? most : wait, refusal.reason());
    }

    void block(String why) {
        blockedBecause = why;
        shut(PROBE, why);
    }

    void accepted() {
        refusals = 0;
        if (blockedBecause != null) {
            blockedBecause = null;
            until = ticker.nanos();
        }
    }

    Optional<String> blockedBecause() {
        return Optional.ofNullable(blockedBecause);
    }

    /** Returns what the gate waits for, or empty while it is open. */
    Optional<String> waitsFor() {
        long left = nanosLeft();
        return left <= 0
                ? Optional.empty()
                : Optional.of((Duration.ofNanos(left).toSeconds() + 1) + " s: " + reason);
    }

    private Duration shut(Duration time, String why) {
        long jitter = Math.min(MOST_JITTER_MILLIS, time.toMillis() / 10);
        Duration whole = time.plusMillis(random.nextLong(jitter + 1));
        long end = ticker.nanos() + whole.toNanos();
        if (end - until > 0) {
            until = end;
            reason = why;
        }
        return time;
    }
}
