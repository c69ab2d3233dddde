package dev.sluice.limit;

import dev.sluice.time.Ticker;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The one time until which a pool's gate is shut, and why: a refusal, an account that may not send, or a provider that is
 * down. It is only ever extended; jitter is only added. Not thread-safe but for {@link #blockedBecause}: its pool holds the
 * lock.
 */
final class Cooldown {
    private static final Duration FIRST = Duration.ofMillis(250);
    private static final Duration LONGEST = Duration.ofMinutes(15);
    private static final Duration A_DAY = Duration.ofHours(25);
    private static final Duration PROBE = Duration.ofMinutes(5);
    private static final int MOST_DOUBLINGS = 9;
    private static final int FAULTS_TO_BREAK = 5;
    private static final Duration AFTER_FAULTS = Duration.ofSeconds(1);
    private static final Duration LONGEST_AFTER_FAULTS = Duration.ofMinutes(1);
    private static final long MOST_JITTER_MILLIS = 100;

    private final Ticker ticker;
    private final RandomGenerator random;
    private long until;
    private long openedAt;
    private @Nullable String reason;
    private volatile @Nullable String blockedBecause;
    private int refusals;
    private int faults;
    private long brokenAt = Long.MIN_VALUE;
    private boolean probing;

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
        // A wait that no limit of a minute explains: look earlier, but only one request at a time.
        probing |= wait.compareTo(most) > 0;
        return shut(wait.compareTo(most) > 0 ? most : wait, refusal.reason());
    }

    /** Shuts the gate for as long as the provider asks and after faults in a row, longer each time; after that one request at a time finds out. */
    void faulted(String why, @Nullable Duration asked, long sentAt) {
        if (asked != null) {
            shut(asked.compareTo(LONGEST) > 0 ? LONGEST : asked, why);
        }
        if (sentAt < brokenAt) {
            return;
        }
        faults++;
        if (faults >= FAULTS_TO_BREAK) {
            brokenAt = ticker.nanos();
            probing = true;
            Duration wait = AFTER_FAULTS.multipliedBy(1L << Math.min(faults - FAULTS_TO_BREAK, MOST_DOUBLINGS));
            shut(wait.compareTo(LONGEST_AFTER_FAULTS) > 0 ? LONGEST_AFTER_FAULTS : wait, why);
        }
    }

    /** Notes that the provider replied to a request in a way that shows it works. */
    void reached() {
        faults = 0;
        probing = false;
    }

    /** Returns whether only one request at a time may be under way, to find out whether the others may follow. */
    boolean isProbing() {
        return probing;
    }

    void block(String why) {
        blockedBecause = why;
        probing = true;
        shut(PROBE, why);
    }

    void accepted() {
        refusals = 0;
        reached();
        if (blockedBecause != null) {
            blockedBecause = null;
            until = ticker.nanos();
        }
    }

    Optional<String> blockedBecause() {
        return Optional.ofNullable(blockedBecause);
    }

    /** Returns why the gate is shut, or empty while it is open. */
    Optional<String> reason() {
        return nanosLeft() > 0 || probing ? Optional.ofNullable(reason) : Optional.empty();
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
