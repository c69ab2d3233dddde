package dev.sluice.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ImagesPerMinuteTest {
    private static final Cost TEXT = Cost.ofTokens(1);
    private static final Cost IMAGE = new Cost(1, 1);
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();
    private final Clock clock = Clock.fixed(Instant.parse("2026-11-22T23:00:00Z"), ZoneOffset.UTC);
    private long now;

    private record Sent(long at, long images) {}

    @Property(tries = 200)
    void anyRequests_noMinutePassesTheLimitByMoreThanTheLargestOne(
            @ForAll @Size(min = 20, max = 100) List<@IntRange(min = 0, max = 10) Integer> requests,
            @ForAll @IntRange(min = 10, max = 600) int limit) {
        now = 0;
        RateLimitPool pool = pool((long) limit, false);
        List<Sent> sent = new ArrayList<>();
        for (int images : requests) {
            send(pool, new Cost(1, images));
            sent.add(new Sent(now, images));
        }
        long largest = sent.stream().mapToLong(Sent::images).max().orElse(0);
        for (Sent first : sent) {
            long inMinute = sent.stream()
                    .filter(s -> s.at >= first.at && s.at < first.at + MINUTE)
                    .mapToLong(Sent::images)
                    .sum();
            assertThat(inMinute).isLessThanOrEqualTo(limit + Math.max(1, largest));
        }
    }

    @Test
    void limitKnown_imagesAreSentEvenly_allOfIt() {
        RateLimitPool pool = pool(5L, false);
        int images = 0;
        while (now < 10 * MINUTE) {
            send(pool, IMAGE);
            images++;
        }

        assertThat(images).isBetween(49, 51);
        assertThat(pool.status().images())
                .isEqualTo(new PoolStatus.Limit(
                        5L, null, 5L, pool.status().images().ofMinute(), images, null));
        assertThat(pool.status().images().ofMinute()).isBetween(4L, 6L);
    }

    @Test
    void requestOfSeveralImages_isRepaidBeforeTheNext() {
        RateLimitPool pool = pool(5L, false);
        send(pool, new Cost(1, 4));

        assertThat(pool.timeToWait(IMAGE)).isBetween(Duration.ofSeconds(48), Duration.ofSeconds(50));
        assertThat(pool.problem(new Cost(1_000_000, 5))).isEmpty();
        assertThat(pool.problem(new Cost(1, 6)))
                .contains(
                        "the request needs more images than the limit allows in a minute: images=6 images-per-minute=5");
    }

    @Test
    void imagesUsedUp_textPasses() {
        RateLimitPool pool = pool(5L, false);
        send(pool, new Cost(1, 5));

        assertThat(pool.tryReserve(IMAGE)).isEmpty();
        assertThat(pool.tryReserve(TEXT)).isPresent();
    }

    @Test
    void refund_givesImagesBack_settlementDoesNot() {
        RateLimitPool pool = pool(60L, false);
        Reservation failed = send(pool, new Cost(1, 3));

        failed.refund();
        failed.refund();

        assertThat(pool.status().images().ofDay()).isZero();
        send(pool, new Cost(1, 3)).settle(1);
        assertThat(pool.status().images().ofDay()).isEqualTo(3);
        assertThat(pool.timeToWait(IMAGE)).isPositive();
    }

    @Test
    void refusal_limitsToLearn_holdsImagesToItAndNothingElse() {
        RateLimitPool pool = pool(null, true);
        List<Reservation> sent = List.of(send(pool, IMAGE), send(pool, IMAGE), send(pool, IMAGE));
        Long pace = pool.status().requests().pace();

        for (Reservation refused : sent) {
            refused.refund();
            pool.refused(refused, refusal(5L, false));
        }

        assertThat(pool.status().images()).isEqualTo(new PoolStatus.Limit(null, 5L, 5L, 0, 0, null));
        assertThat(pool.status().requests().pace()).isEqualTo(pace);
        now += Duration.ofSeconds(13).toNanos();
        assertThat(pool.tryReserve(IMAGE)).isPresent();
        assertThat(pool.timeToWait(IMAGE)).isBetween(Duration.ofSeconds(12), Duration.ofSeconds(13));
        now += Duration.ofSeconds(1).toNanos();
        assertThat(pool.tryReserve(TEXT)).isPresent();
    }

    @Test
    void refusal_limitsNotToLearn_onlyShutsTheGate() {
        RateLimitPool pool = pool(null, false);
        Reservation refused = send(pool, IMAGE);
        refused.refund();

        assertThat(pool.refused(refused, refusal(5L, false))).isEqualTo(Duration.ofSeconds(12));

        assertThat(pool.tryReserve(TEXT)).isEmpty();
        now += Duration.ofSeconds(13).toNanos();
        assertThat(pool.tryReserve(IMAGE)).isPresent();
        assertThat(pool.tryReserve(IMAGE)).isPresent();
    }

    @Test
    void refusalOfTheDay_imagesWaitForMidnight_textDoesNot() {
        RateLimitPool pool = pool(60L, true);
        Reservation refused = send(pool, IMAGE);

        pool.refused(refused, refusal(1L, true));
        now += Duration.ofSeconds(13).toNanos();

        assertThat(pool.timeToWait(IMAGE)).isEqualTo(Duration.ofHours(1));
        assertThat(pool.tryReserve(TEXT)).isPresent();
    }

    @Test
    void learnedLimit_isHeldFromTheStart() {
        LearnedLimits learned = new LearnedLimits(null, null, 5L, LocalDate.EPOCH, 0, 0);
        RateLimitPool pool = new RateLimitPool(config(null, true), learned, () -> now, clock);

        send(pool, IMAGE);

        assertThat(pool.status().images().pace()).isEqualTo(5);
        assertThat(pool.timeToWait(IMAGE)).isGreaterThan(Duration.ofSeconds(11));
    }

    private Reservation send(RateLimitPool pool, Cost cost) {
        for (Duration wait = pool.timeToWait(cost); !wait.isZero(); wait = pool.timeToWait(cost)) {
            now += wait.toNanos();
        }
        return pool.tryReserve(cost).orElseThrow();
    }

    private RateLimitPool pool(@Nullable Long imagesPerMinute, boolean auto) {
        return new RateLimitPool(config(imagesPerMinute, auto), LearnedLimits.NONE, () -> now, clock);
    }

    private static RateLimitConfig config(@Nullable Long imagesPerMinute, boolean auto) {
        return new RateLimitConfig(
                "p", List.of("*"), null, null, imagesPerMinute, null, null, auto, Duration.ofSeconds(1), 16, 0);
    }

    private static Refusal refusal(long limit, boolean perDay) {
        return new Refusal(Refusal.Counted.IMAGES, limit, 1L, perDay, Duration.ofSeconds(12), "429");
    }
}
