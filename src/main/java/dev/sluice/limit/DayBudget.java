package dev.sluice.limit;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a pool has used of a limit of a day, which begins at midnight UTC. Not thread-safe: its pool holds the lock. */
final class DayBudget {
    private final Clock clock;
    /** By day, so that a clock that is set back and forth forgets nothing. */
    private final NavigableMap<LocalDate, Long> usedOfDays = new TreeMap<>();

    private @Nullable Long limit;
    private @Nullable Long told;

    DayBudget(@Nullable Long limit, Clock clock) {
        this.limit = limit;
        this.clock = clock;
    }

    void restore(LocalDate usedOn, long amount) {
        usedOfDays.merge(usedOn, amount, Long::sum);
    }

    long nanosUntil(long amount) {
        Long most = limit;
        if (most == null || used() + amount <= most) {
            return 0;
        }
        return Duration.between(
                        clock.instant(),
                        today().plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant())
                .toNanos();
    }

    void take(long amount) {
        LocalDate today = today();
        usedOfDays.merge(today, Math.max(0, amount), (before, now) -> Math.max(0, before + amount));
        usedOfDays.headMap(today.minusDays(1)).clear();
    }

    long used() {
        return usedOfDays.getOrDefault(today(), 0L);
    }

    @Nullable
    Long limit() {
        return limit;
    }

    /** Takes over a limit that the provider names, unless a lower one is configured. */
    void learn(long dayLimit) {
        limit = limit == null ? (Long) dayLimit : (Long) Math.min(limit, dayLimit);
    }

    /** Hears what headers call the limit of a day. It holds nothing back: the provider's refusal will, if it is one. */
    void tell(long dayLimit) {
        told = dayLimit;
    }

    /** Returns the limit in force or, without any, the one that headers tell; null for none. */
    @Nullable
    Long shownLimit() {
        return limit == null ? told : limit;
    }

    private LocalDate today() {
        return LocalDate.now(clock.withZone(ZoneOffset.UTC));
    }
}
