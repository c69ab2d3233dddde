package dev.sluice.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** No window ever passes a limit by more than its burst, and nothing waits for ever, whatever is done in which order. */
class RateLimitPropertiesTest {
    private static final long SECOND = 1_000_000_000L;
    private long now;

    /** What happens next: how long nothing happens, how large the next request is, what becomes of the oldest one. */
    private record Sent(long at, long tokens) {}

    @Property(tries = 300)
    void anyInterleaving_noMinutePassesTheLimitByMoreThanItsLargestRequest(
            @ForAll @Size(min = 20, max = 300) List<@IntRange(min = 0, max = 2_999) Integer> steps,
            @ForAll @IntRange(min = 1, max = 600) int requestsPerMinute,
            @ForAll @IntRange(min = 1_000, max = 50_000) int tokensPerMinute) {
        now = 0;
        RateLimitPool pool = pool(requestsPerMinute, tokensPerMinute);
        List<Sent> sent = new ArrayList<>();
        Deque<Reservation> open = new ArrayDeque<>();
        for (int step : steps) {
            long tokens = Math.min(tokensPerMinute, 1 + step % 1_000);
            awaitRoom(pool, tokens);
            Reservation reservation = pool.tryReserve(tokens).orElseThrow();
            sent.add(new Sent(now, tokens));
            open.add(reservation);
            if (step % 3 == 0) {
                open.remove().settle(Math.max(1, tokens));
            }
            now += step % 7 * SECOND / 100;
        }
        long largest = sent.stream().mapToLong(Sent::tokens).max().orElse(0);
        for (int i = 0; i < sent.size(); i++) {
            long from = sent.get(i).at;
            List<Sent> window = sent.stream()
                    .filter(s -> s.at >= from && s.at < from + 60 * SECOND)
                    .toList();
            assertThat((long) window.size()).isLessThanOrEqualTo(requestsPerMinute + burst(requestsPerMinute));
            assertThat(window.stream().mapToLong(Sent::tokens).sum())
                    .isLessThanOrEqualTo(tokensPerMinute + burst(tokensPerMinute) + largest);
        }
    }

    @Property(tries = 300)
    void refundsAndSettlements_neverLetAnybodyWaitForMoreThanTheTokensAreWorth(
            @ForAll @Size(min = 5, max = 100) List<@IntRange(min = 0, max = 999) Integer> steps) {
        now = 0;
        RateLimitPool pool = pool(600, 6_000);
        Deque<Reservation> open = new ArrayDeque<>();
        long owed = 0;
        for (int step : steps) {
            long tokens = 1 + step;
            awaitRoom(pool, tokens);
            open.add(pool.tryReserve(tokens).orElseThrow());
            if (step % 2 == 0) {
                open.remove().refund();
            } else if (step % 5 == 0) {
                open.remove().settle(1_000);
            }
            owed = Math.max(owed, tokens + 1_000);
            Duration wait = pool.timeToWait(1);
            assertThat(wait).isLessThanOrEqualTo(Duration.ofSeconds(2 + (owed + 1_000) * 60 / 6_000));
        }
    }

    private void awaitRoom(RateLimitPool pool, long tokens) {
        int rounds = 0;
        for (Duration wait = pool.timeToWait(tokens); !wait.isZero(); wait = pool.timeToWait(tokens)) {
            now += wait.toNanos();
            assertThat(++rounds).isLessThan(20);
        }
    }

    private static long burst(long perMinute) {
        return Math.max(1, perMinute / 600) + 2;
    }

    private RateLimitPool pool(long requestsPerMinute, long tokensPerMinute) {
        RateLimitConfig config = new RateLimitConfig("p", List.of("*"), requestsPerMinute, tokensPerMinute, 64);
        return new RateLimitPool(config, LearnedLimits.NONE, () -> now, Clock.systemUTC());
    }
}
