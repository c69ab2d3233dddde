package dev.sluice.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.simulator.Enforcement.Mode;
import dev.sluice.simulator.LimitPool.Refusal;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LimitPoolTest {
    private static final Enforcement SMOOTH = Enforcement.usual();
    private static final Enforcement QUANTISED = SMOOTH.withMode(Mode.QUANTISED);
    private static final Enforcement MINUTE = SMOOTH.withMode(Mode.MINUTE);
    private final HandTicker ticker = new HandTicker();

    @Test
    void smooth_burstIsOneSecondWorthThenRefillsSteadily() {
        LimitPool pool = requests(3_000, SMOOTH);

        assertThat(admitAll(pool, 200, 1)).isEqualTo(50);
        assertThat(refusal(pool, 1).waitNanos()).isEqualTo(20_000_000);
        ticker.advance(Duration.ofMillis(20));
        assertThat(admitAll(pool, 200, 1)).isEqualTo(1);
        ticker.advance(Duration.ofHours(3));
        assertThat(admitAll(pool, 200, 1)).isEqualTo(50);
    }

    @Test
    void smooth_lowRate_alwaysHoldsOneRequest() {
        LimitPool pool = requests(7, SMOOTH);

        assertThat(pool.admit(1, now()).refusal()).isNull();
        assertThat(pool.admit(1, now()).refusal()).isNotNull();
        ticker.advance(Duration.ofMillis(8_572));
        assertThat(pool.admit(1, now()).refusal()).isNull();
    }

    @Test
    void smooth_minute_neverPassesLimitPlusBurst() {
        LimitPool pool = requests(600, SMOOTH);
        int admitted = 0;
        for (int i = 0; i < 6_000; i++) {
            admitted += admitAll(pool, 3, 1);
            ticker.advance(Duration.ofMillis(10));
        }

        assertThat(admitted).isBetween(600, 610);
    }

    @Test
    void quantised_eachSecondAllowsItsShareOnly() {
        LimitPool pool = requests(3_000, QUANTISED);

        assertThat(admitAll(pool, 200, 1)).isEqualTo(50);
        ticker.advance(Duration.ofMillis(999));
        assertThat(refusal(pool, 1).waitNanos()).isEqualTo(1_000_000);
        ticker.advance(Duration.ofMillis(1));
        assertThat(admitAll(pool, 200, 1)).isEqualTo(50);
        ticker.advance(Duration.ofSeconds(10));
        assertThat(admitAll(pool, 200, 1)).isEqualTo(50);
    }

    @Test
    void quantised_under60AMinute_isOneInEachWindow() {
        LimitPool pool = requests(20, QUANTISED);

        assertThat(admitAll(pool, 5, 1)).isEqualTo(1);
        assertThat(refusal(pool, 1).waitNanos()).isEqualTo(3_000_000_000L);
        ticker.advance(Duration.ofSeconds(3));
        assertThat(admitAll(pool, 5, 1)).isEqualTo(1);
    }

    @Test
    void minute_holdsAWholeMinute() {
        LimitPool pool = requests(3_000, MINUTE);

        assertThat(admitAll(pool, 5_000, 1)).isEqualTo(3_000);
        ticker.advance(Duration.ofSeconds(30));
        assertThat(admitAll(pool, 5_000, 1)).isEqualTo(1_500);
    }

    @Test
    void tokens_requestLargerThanTheBurst_isAdmittedWhenFullAndPaidBack() {
        LimitPool pool = tokens(6_000, SMOOTH);

        assertThat(pool.admit(1_000, now()).refusal()).isNull();
        assertThat(refusal(pool, 1).waitNanos()).isEqualTo(9_010_000_000L);
        assertThat(refusal(pool, 100).waitNanos()).isEqualTo(10_000_000_000L);
        ticker.advance(Duration.ofSeconds(10));
        assertThat(pool.admit(1_000, now()).refusal()).isNull();
    }

    @Test
    void tokens_quantisedRequestLargerThanAWindow_usesUpTheNextOnes() {
        LimitPool pool = tokens(6_000, QUANTISED);

        assertThat(pool.admit(250, now()).refusal()).isNull();
        assertThat(refusal(pool, 60).waitNanos()).isEqualTo(3_000_000_000L);
        assertThat(refusal(pool, 50).waitNanos()).isEqualTo(2_000_000_000L);
        ticker.advance(Duration.ofSeconds(2));
        assertThat(pool.admit(50, now()).refusal()).isNull();
        assertThat(pool.admit(1, now()).refusal()).isNotNull();
    }

    @Test
    void tokens_aboveTheWholeLimit_isTooLargeForEver() {
        Refusal refusal = refusal(tokens(1_000, SMOOTH), 1_001);

        assertThat(refusal.isTooLarge()).isTrue();
        assertThat(refusal.limit()).isEqualTo(1_000);
        assertThat(refusal.requested()).isEqualTo(1_001);
    }

    @Test
    void images_countAsManyAsAreAskedFor_andTextPassesThem() {
        LimitPool pool = new LimitPool(Limits.none().withImagesPerMinute(5L), MINUTE, now());

        assertThat(pool.admit(1, 4, now()).refusal()).isNull();
        Refusal refusal = pool.admit(1, 2, now()).refusal();
        assertThat(refusal).isEqualTo(new Refusal(Scope.IMAGES_PER_MINUTE, 5, 4, 2, 12_000_000_000L));
        assertThat(pool.admit(1, now()).refusal()).isNull();
        assertThat(pool.admit(1, 6, now()).refusal().isTooLarge()).isTrue();
        ticker.advance(Duration.ofSeconds(12));
        assertThat(pool.admit(1, 2, now()).refusal()).isNull();
    }

    @Test
    void refusal_forTokens_usesUpNoRequestUnlessStrict() {
        Limits limits = Limits.none().withRequestsPerMinute(60L).withTokensPerMinute(60L);
        LimitPool lenient = new LimitPool(limits, MINUTE, now());
        LimitPool strict = new LimitPool(limits, MINUTE.withStrict(true), now());

        lenient.admit(60, now());
        strict.admit(60, now());
        assertThat(lenient.admit(60, now())
                        .levels()
                        .get(Scope.REQUESTS_PER_MINUTE)
                        .remaining())
                .isEqualTo(59);
        assertThat(strict.admit(60, now())
                        .levels()
                        .get(Scope.REQUESTS_PER_MINUTE)
                        .remaining())
                .isEqualTo(58);
    }

    @Test
    void strict_knockingTooEarly_getsNothingForEver() {
        LimitPool pool = requests(60, SMOOTH.withStrict(true));
        pool.admit(1, now());
        for (int i = 0; i < 100; i++) {
            ticker.advance(Duration.ofMillis(990));
            assertThat(pool.admit(1, now()).refusal()).isNotNull();
        }

        ticker.advance(Duration.ofSeconds(1));
        assertThat(pool.admit(1, now()).refusal()).isNull();
    }

    @Test
    void day_limitHoldsOverTheDay() {
        LimitPool pool = new LimitPool(Limits.none().withRequestsPerDay(200L), SMOOTH, now());

        assertThat(admitAll(pool, 500, 1)).isEqualTo(200);
        assertThat(DurationText.format(refusal(pool, 1).waitNanos())).isEqualTo("7m12s");
        ticker.advance(Duration.ofHours(12));
        assertThat(admitAll(pool, 500, 1)).isEqualTo(100);
    }

    @Test
    void day_hugeTokenLimit_remainsExact() {
        LimitPool pool = new LimitPool(Limits.none().withTokensPerDay(1_500_000_000L), SMOOTH, now());

        assertThat(pool.admit(1_000_000, now())
                        .levels()
                        .get(Scope.TOKENS_PER_DAY)
                        .remaining())
                .isEqualTo(1_499_000_000L);
    }

    @Test
    void concurrent_aboveTheMost_isRefusedUntilOneEnds() {
        LimitPool pool = new LimitPool(Limits.none().withMaxConcurrent(2L), SMOOTH, now());

        assertThat(admitAll(pool, 5, 1)).isEqualTo(2);
        assertThat(refusal(pool, 1).scope()).isEqualTo(Scope.CONCURRENT);
        pool.release();
        assertThat(admitAll(pool, 5, 1)).isEqualTo(1);
    }

    @Test
    void otherClient_takesItsShareOfTheRate() {
        LimitPool pool = requests(3_000, SMOOTH.withOtherClientShare(0.5));

        assertThat(admitAll(pool, 100, 1)).isEqualTo(25);
        ticker.advance(Duration.ofSeconds(1));
        assertThat(admitAll(pool, 100, 1)).isEqualTo(25);
        assertThat(refusal(pool, 1).limit()).isEqualTo(3_000);
    }

    @Test
    void change_inMidRun_keepsWhatIsUsedUp() {
        LimitPool pool = requests(3_000, MINUTE);
        admitAll(pool, 2_900, 1);

        pool.change(Limits.none().withRequestsPerMinute(1_500L), MINUTE, now());
        assertThat(admitAll(pool, 5_000, 1)).isEqualTo(100);
        ticker.advance(Duration.ofSeconds(10));
        assertThat(admitAll(pool, 5_000, 1)).isEqualTo(250);
    }

    @Test
    void headers_levels_tellLimitRemainingAndReset() {
        LimitPool pool = requests(3_000, MINUTE);
        admitAll(pool, 10, 1);
        LimitPool.Level level = pool.admit(1, now()).levels().get(Scope.REQUESTS_PER_MINUTE);

        assertThat(level).isEqualTo(new LimitPool.Level(3_000, 2_989, 220_000_000));
    }

    private LimitPool requests(long perMinute, Enforcement enforcement) {
        return new LimitPool(Limits.none().withRequestsPerMinute(perMinute), enforcement, now());
    }

    private LimitPool tokens(long perMinute, Enforcement enforcement) {
        return new LimitPool(Limits.none().withTokensPerMinute(perMinute), enforcement, now());
    }

    private int admitAll(LimitPool pool, int tries, long tokens) {
        int admitted = 0;
        for (int i = 0; i < tries; i++) {
            admitted += pool.admit(tokens, now()).refusal() == null ? 1 : 0;
        }
        return admitted;
    }

    private Refusal refusal(LimitPool pool, long tokens) {
        Refusal refusal = pool.admit(tokens, now()).refusal();
        assertThat(refusal).isNotNull();
        return refusal;
    }

    private long now() {
        return ticker.nanos();
    }
}
