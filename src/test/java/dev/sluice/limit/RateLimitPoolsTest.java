package dev.sluice.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.time.Ticker;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateLimitPoolsTest {
    private long nanos;

    @ParameterizedTest
    @CsvSource({
        "gpt-5-mini, 1000, mini",
        "gpt-5-mini, 200000, mini",
        "gpt-5-mini, 200001, mini-long",
        "gpt-5-mini, 900001, mini-longest",
        "gpt-5, 900001, default",
    })
    void promptBelongsToThePoolOfItsModelAndLength(String model, long tokens, String pool) {
        RateLimitPools pools = new RateLimitPools(
                List.of(
                        pool("default", "*", 0),
                        pool("mini", "gpt-5-mini*", 0),
                        pool("mini-long", "gpt-5-mini*", 200_000),
                        pool("mini-longest", "gpt-5-mini*", 900_000)),
                Map.of(),
                Ticker.system(),
                Clock.systemUTC());

        assertThat(pools.poolOf(model, tokens)).isEqualTo(pool);
        assertThat(pools.poolOf(model, tokens)).isEqualTo(pool);
    }

    @Test
    void providerCountsMoreThanExpected_moreIsReservedFromThenOn() {
        RateLimitPool pool = new RateLimitPool(
                new RateLimitConfig("p", List.of("*"), null, 1_000_000L, 4),
                LearnedLimits.NONE,
                () -> nanos,
                Clock.systemUTC());
        nanos += Duration.ofSeconds(1).toNanos();
        Reservation first = pool.tryReserve(100).orElseThrow();
        assertThat(first.tokens()).isEqualTo(100);

        pool.refused(first, new Refusal(Refusal.Counted.TOKENS, 1_000_000L, 200L, false, Duration.ZERO, "429"));

        assertThat(pool.tokensReservedFor(100)).isEqualTo(150);
    }

    @Test
    void limitsNotToLearn_whatAnEarlierRunHasLearned_isNotHeld() {
        RateLimitConfig none = new RateLimitConfig(
                "p", List.of("*"), null, null, null, null, null, false, Duration.ofSeconds(1), 4, 0);
        LearnedLimits learned = new LearnedLimits(60L, 1_000L, 5L, LocalDate.EPOCH, 0, 0);
        PoolStatus status = new RateLimitPool(none, learned, () -> nanos, Clock.systemUTC()).status();

        assertThat(status.requests().pace()).isNull();
        assertThat(status.tokens().pace()).isNull();
        assertThat(status.images().pace()).isNull();
    }

    private static RateLimitConfig pool(String name, String models, long above) {
        return new RateLimitConfig(
                name, List.of(models), 60L, null, null, null, null, false, Duration.ofSeconds(1), 4, above);
    }
}
