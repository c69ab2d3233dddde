package dev.sluice.limit;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** What a pool has used of a limit of a day, which begins at midnight UTC. Not thread-safe: its pool holds the lock. */
final class DayBudget {
    private final Clock clock;
    private @Nullable Long limit;
    private LocalDate day;
    private long used;

    DayBudget(@Nullable Long limit, Clock clock) {
        this.limit = limit;
        this.clock = clock;
        this.day = LocalDate.now(clock.withZone(ZoneOffset.UTC));
    }

    void restore(LocalDate usedOn, long amount) {
        if (usedOn.equals(today())) {
            used += amount;
        }
    }

    long nanosUntil(long amount) {
        LocalDate today = today();
        Long most = limit;
        if (most == null || used + amount <= most) {
            return 0;
        }
        return Duration.between(
                        clock.instant(),
                        today.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant())
                .toNanos();
    }

    void take(long amount) {
        today();
        used += amount;
    }

    long used() {
        today();
        return used;
    }

    @Nullable
    Long limit() {
        return limit;
    }

    /** Takes over a limit that the provider names, unless a lower one is configured. */
    void learn(long dayLimit) {
        limit = limit == null ? (Long) dayLimit : (Long) Math.min(limit, dayLimit);
    }

    private LocalDate today() {
        LocalDate today = LocalDate.now(clock.withZone(ZoneOffset.UTC));
        if (!today.equals(day)) {
            day = today;
            used = 0;
        }
        return today;
    }
}
