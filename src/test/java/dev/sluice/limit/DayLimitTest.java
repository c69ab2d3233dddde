package dev.sluice.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.time.StoppedException;
import dev.sluice.time.Ticker;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Limits of a day: who has no room in it waits aside. */
class DayLimitTest {
    private final Clock noon = Clock.fixed(Instant.parse("2026-11-22T12:00:00Z"), ZoneOffset.UTC);

    private RateLimitPool pool(long tokensPerDay) {
        RateLimitConfig config = new RateLimitConfig(
                "p", List.of("*"), null, null, null, null, tokensPerDay, false, Duration.ofSeconds(1), 64, 0);
        return new RateLimitPool(config, LearnedLimits.NONE, Ticker.system(), noon);
    }

    @Test
    void requestWithoutRoomInTheDay_waitsAside_smallerOnesPass_andItIsSaid() throws Exception {
        RateLimitPool pool = pool(1_000);
        pool.awaitReservation(Cost.ofTokens(500)).settle(500);
        CompletableFuture<Void> large = CompletableFuture.runAsync(() -> {
            try {
                pool.awaitReservation(Cost.ofTokens(600));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        await().until(() -> pool.longWait().isPresent());

        pool.awaitReservation(Cost.ofTokens(100)).settle(100);

        assertThat(pool.longWait()).hasValueSatisfying(text -> assertThat(text).contains("midnight UTC", "requests=1"));
        assertThat(large).isNotDone();
        pool.stop();
        assertThat(large)
                .failsWithin(Duration.ofSeconds(30))
                .withThrowableThat()
                .withCauseInstanceOf(StoppedException.class);
    }

    @Test
    void requestLargerThanTheDay_isToldSo() {
        assertThat(pool(100).problem(Cost.ofTokens(264)))
                .contains(
                        "the request needs more tokens than the limit allows in a day: tokens=264 tokens-per-day=100");
    }

    @Test
    void headersOfAWindow_areNoLimitOfADay() {
        RateLimitConfig config = new RateLimitConfig("p", List.of("*"), 60L, null, 64);
        RateLimitPool pool = new RateLimitPool(config, LearnedLimits.NONE, Ticker.system(), noon);
        Reservation first = pool.tryReserve(1).orElseThrow();
        for (long left = 59; left > 0; left--) {
            pool.observe(first, new Observed(60L, left, Duration.ofSeconds(left)), Observed.NOTHING);
        }

        assertThat(pool.status().requests().perDay()).isNull();
        assertThat(pool.longWait()).isEmpty();
    }

    @Test
    void settledAfterMidnight_newDayOwesNothing() {
        Instant[] now = {Instant.parse("2026-11-22T23:59:59Z")};
        Clock clock = new Clock() {
            @Override
            public java.time.ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now[0];
            }
        };
        DayBudget day = new DayBudget(100L, clock);
        day.take(90);
        now[0] = now[0].plusSeconds(2);
        day.take(-80);

        assertThat(day.used()).isZero();
        assertThat(day.nanosUntil(101)).isPositive();
    }
}
