package dev.sluice.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.limit.PacedProvider.Shape;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What share of a limit is used and how many refusals that costs, in virtual time against a limiter of its own. */
class PacingTest {
    private static final Duration LATENCY = Duration.ofMillis(50);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final long PLENTY = 1_000_000;
    private static final long SMALL = 40;
    private static final long LARGE = 200;

    private static RateLimitConfig pool(@Nullable Long requests, @Nullable Long tokens) {
        return new RateLimitConfig("p", List.of("*"), requests, tokens, 64);
    }

    private static PacedProvider provider(Shape shape, boolean strict) {
        return new PacedProvider(shape, 3_000, 250_000, strict);
    }

    private static PacingRun known(PacedProvider provider, boolean headers, long tokens) {
        return new PacingRun(provider, pool(3_000L, 250_000L), headers, true, true, LATENCY, tokens);
    }

    private static PacingRun unknown(PacedProvider provider, boolean headers, long tokens) {
        return new PacingRun(provider, pool(null, null), headers, headers, headers, LATENCY, tokens);
    }

    @ParameterizedTest
    @CsvSource({
        "SECOND_WINDOWS,false",
        "SECOND_WINDOWS,true",
        "SECOND_BUCKET,false",
        "SECOND_BUCKET,true",
        "MINUTE_BUCKET,true"
    })
    void limitsKnown_requestsBind_usedTo98PercentWithoutRefusal(Shape shape, boolean strict) {
        PacedProvider provider = provider(shape, strict);
        known(provider, false, SMALL).run(PLENTY, MINUTE);

        assertThat(provider.refused).isZero();
        assertThat(provider.admitted).isGreaterThanOrEqualTo(2_940);
    }

    @ParameterizedTest
    @CsvSource({"SECOND_BUCKET,false", "SECOND_BUCKET,true", "MINUTE_BUCKET,false"})
    void limitsKnown_tokensBind_usedTo98PercentWithoutRefusal(Shape shape, boolean strict) {
        PacedProvider provider = provider(shape, strict);
        known(provider, false, LARGE).run(PLENTY, MINUTE);

        assertThat(provider.refused).isZero();
        assertThat(provider.tokensAdmitted).isGreaterThanOrEqualTo(0.98 * 250_000);
    }

    /** What a request takes is told by chance where it is so small that the jitter of its way is as long as its share. */
    @ParameterizedTest
    @CsvSource({
        "SECOND_WINDOWS,0.8,40,97",
        "SECOND_WINDOWS,0.5,40,95",
        "SECOND_BUCKET,0.8,200,96",
        "SECOND_BUCKET,0.5,200,96",
        "SECOND_BUCKET,0.8,5000,98",
        "SECOND_BUCKET,0.8,40,92",
        "SECOND_BUCKET,0.5,40,70",
        "MINUTE_BUCKET,0.8,40,98"
    })
    void limitsKnown_providerCountsLessThanItReports_itsCountIsUsedWithoutRefusal(
            Shape shape, double counted, long tokens, int percent) {
        PacedProvider provider = new PacedProvider(shape, 30_000, 250_000, false);
        provider.count(counted);
        PacingRun run = new PacingRun(provider, pool(30_000L, 250_000L), true, true, true, LATENCY, tokens);
        run.run(PLENTY, Duration.ofSeconds(20));
        double before = provider.tokensAdmitted;
        run.run(PLENTY, Duration.ofSeconds(80));

        assertThat(provider.refused).isZero();
        assertThat(provider.tokensAdmitted - before).isGreaterThanOrEqualTo(2_500.0 * percent);
    }

    @ParameterizedTest
    @CsvSource({"0.05,50", "0.05,1000", "0.1,50"})
    void limitKnown_refusalsThatHaveNothingToDoWithIt_paceStaysAboveATwentiethOfIt(double share, long latencyMillis) {
        PacedProvider provider = new PacedProvider(Shape.SECOND_BUCKET, 10_000_000, 1e12, false);
        provider.refuseAtRandom(share);
        PacingRun run = new PacingRun(
                provider, pool(6_000L, null), false, false, false, Duration.ofMillis(latencyMillis), SMALL);
        run.run(PLENTY, Duration.ofMinutes(5));

        assertThat(provider.admitted).isGreaterThan(5 * 6_000 / 25);
    }

    @ParameterizedTest
    @EnumSource
    void limitsUnknown_headersSent_usedTo95PercentWithAtMostThreeRefusals(Shape shape) {
        PacedProvider provider = provider(shape, false);
        unknown(provider, true, SMALL).run(PLENTY, MINUTE);

        assertThat(provider.refused).isLessThanOrEqualTo(3);
        assertThat(provider.admitted).isGreaterThanOrEqualTo(2_850);
    }

    @ParameterizedTest
    @CsvSource({"SECOND_WINDOWS,40", "SECOND_BUCKET,40", "SECOND_BUCKET,200"})
    void limitsUnknown_onlyRefusals_usedTo85PercentWithAtMostTwoPercentRefused(Shape shape, long tokens) {
        PacedProvider provider = provider(shape, false);
        unknown(provider, false, tokens).run(PLENTY, MINUTE);

        assertThat(provider.refused).isLessThanOrEqualTo((provider.admitted + provider.refused) / 50);
        assertThat(Math.max(provider.admitted / 3_000.0, provider.tokensAdmitted / 250_000))
                .isGreaterThanOrEqualTo(0.85);
    }

    @ParameterizedTest
    @MethodSource("anyShapeAtAnyLimit")
    void limitsUnknown_onlyRefusals_anyLimitIsFoundAndThenUsedTo93Percent(Shape shape, int limit, long latency) {
        PacedProvider provider = new PacedProvider(shape, limit, 1e9, false);
        RateLimitConfig many = new RateLimitConfig("p", List.of("*"), null, null, 400);
        PacingRun run = new PacingRun(provider, many, false, false, false, Duration.ofMillis(latency), SMALL);
        int[] before = new int[2];
        run.at(MINUTE, () -> {
            before[0] = provider.admitted;
            before[1] = provider.refused;
        });
        run.run(PLENTY, MINUTE.multipliedBy(4));

        int admitted = provider.admitted - before[0];
        assertThat(admitted).isGreaterThanOrEqualTo(3 * limit * 93 / 100);
        assertThat(provider.refused - before[1]).isLessThanOrEqualTo(admitted * 3 / 100);
    }

    static Stream<Arguments> anyShapeAtAnyLimit() {
        return Stream.of(Shape.values())
                .flatMap(shape -> Stream.of(60, 300, 600, 3_000, 12_000)
                        .flatMap(limit -> Stream.of(50L, 1_000L).map(latency -> Arguments.of(shape, limit, latency))));
    }

    @ParameterizedTest
    @CsvSource({"500,50", "300,50", "700,50", "400,600", "500,600", "600,600"})
    void providerHoldsAWholeMinute_headersShowIt_roomIsUsedAtOnce(long expectedTokens, long latencyMillis) {
        PacedProvider provider = provider(Shape.MINUTE_BUCKET, false);
        PacingRun run =
                new PacingRun(provider, pool(null, null), true, true, true, Duration.ofMillis(latencyMillis), 500);
        run.expect(expectedTokens);
        double seconds = run.run(425, MINUTE);

        assertThat(seconds).isLessThanOrEqualTo(9);
        assertThat(provider.refused).isLessThanOrEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "SECOND_WINDOWS,false",
        "SECOND_WINDOWS,true",
        "SECOND_BUCKET,false",
        "SECOND_BUCKET,true",
        "MINUTE_BUCKET,true"
    })
    void limitHalvedInMidRun_restIsUsedTo90PercentWithAtMostTwoPercentRefused(Shape shape, boolean headers) {
        PacedProvider provider = provider(shape, false);
        PacingRun run = known(provider, headers, SMALL);
        int[] before = new int[1];
        run.at(MINUTE, () -> {
            provider.changeTo(1_500, 125_000);
            before[0] = provider.admitted;
        });
        run.run(PLENTY, MINUTE.multipliedBy(2));

        int since = provider.admitted - before[0];
        assertThat(since).isGreaterThanOrEqualTo(1_350);
        assertThat(provider.refused).isLessThanOrEqualTo(since / 50);
    }

    @ParameterizedTest
    @CsvSource({
        "SECOND_WINDOWS,false",
        "SECOND_WINDOWS,true",
        "SECOND_BUCKET,false",
        "SECOND_BUCKET,true",
        "MINUTE_BUCKET,true"
    })
    void anotherClientTakesHalf_restIsUsedTo90PercentWithAtMostTwoPercentRefused(Shape shape, boolean headers) {
        PacedProvider provider = provider(shape, false);
        PacingRun run = known(provider, headers, SMALL);
        int[] before = new int[1];
        run.at(MINUTE, () -> {
            provider.shareWithOther(0.5);
            before[0] = provider.admitted;
        });
        run.run(PLENTY, MINUTE.multipliedBy(2));

        int since = provider.admitted - before[0];
        assertThat(since).isGreaterThanOrEqualTo(1_350);
        assertThat(provider.refused).isLessThanOrEqualTo(since / 50);
    }

    @Test
    void lowLimit_oneRequestInThreeSeconds_usedWithoutRefusal() {
        PacedProvider provider = new PacedProvider(Shape.SECOND_BUCKET, 20, 150_000, false);
        new PacingRun(provider, pool(20L, 150_000L), false, true, true, LATENCY, SMALL)
                .run(PLENTY, MINUTE.multipliedBy(10));

        assertThat(provider.refused).isZero();
        assertThat(provider.admitted).isGreaterThanOrEqualTo(196);
    }
}
