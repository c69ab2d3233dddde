package dev.sluice.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A clock that is set an hour back and forth: nothing stands still, and nothing rushes. */
class ClockJumpTest {
    private static final long MILLI = 1_000_000;
    private Instant wall = Instant.parse("2026-11-22T23:30:00Z");
    private long nanos;

    private final Clock clock = new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return wall;
        }
    };

    private RateLimitPool pool(@Nullable Long perMinute, @Nullable Long perDay) {
        RateLimitConfig config = new RateLimitConfig(
                "p", List.of("*"), perMinute, null, null, perDay, null, false, Duration.ofSeconds(1), 64, 0);
        return new RateLimitPool(config, LearnedLimits.NONE, () -> nanos, clock, new Random(1));
    }

    private static int takeAll(RateLimitPool pool) {
        int taken = 0;
        while (pool.tryReserve(1).isPresent()) {
            taken++;
        }
        return taken;
    }

    @Test
    void pace_ignoresTheClock() {
        RateLimitPool pool = pool(600L, null);
        List<Long> sent = new ArrayList<>();
        for (int step = 0; step < 60_000; step++) {
            nanos += MILLI;
            wall = wall.plusMillis(1);
            if (step % 5_000 == 2_500) {
                wall = wall.plus(Duration.ofHours(step % 10_000 < 5_000 ? 1 : -1));
            }
            Optional<Reservation> reserved = pool.tryReserve(1);
            reserved.ifPresent(reservation -> {
                sent.add(nanos);
                reservation.settle(1);
            });
        }

        assertThat(sent).hasSizeBetween(580, 600);
        for (int i = 11; i < sent.size(); i++) {
            assertThat(sent.get(i) - sent.get(i - 11)).isGreaterThan(1_000 * MILLI);
        }
    }

    @Test
    void dayOfTheLimit_isLeftAndComesBack_itsUseIsRemembered() {
        RateLimitPool pool = pool(null, 100L);
        assertThat(takeAll(pool)).isEqualTo(100);

        wall = wall.plus(Duration.ofHours(1));
        assertThat(takeAll(pool)).isEqualTo(100);

        wall = wall.minus(Duration.ofHours(1));
        assertThat(takeAll(pool)).isZero();
        assertThat(pool.timeToWait(1)).isEqualTo(Duration.ofMinutes(30));
    }
}
