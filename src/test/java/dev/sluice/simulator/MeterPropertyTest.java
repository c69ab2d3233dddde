package dev.sluice.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.simulator.Enforcement.Mode;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class MeterPropertyTest {

    @Property
    void meter_anyKnocks_neverPassesLimitPlusBurst(
            @ForAll Mode mode,
            @ForAll @LongRange(min = 1, max = 100_000) long limit,
            @ForAll @Size(max = 300) List<@IntRange(max = 2_000) Integer> gapMillis) {
        Meter meter = Meter.create(
                Scope.REQUESTS_PER_MINUTE, limit, Enforcement.usual().withMode(mode), limit, 0);
        long now = 0;
        long admitted = 0;
        long burst = Math.max(1, meter.remaining(0));
        for (int gap : gapMillis) {
            now += gap * 1_000_000L;
            while (meter.waitNanos(1, now) == 0 && admitted <= 2 * limit + 10_000) {
                meter.take(1, now);
                admitted++;
            }
            double ideal =
                    (double) limit * now / Scope.REQUESTS_PER_MINUTE.period().toNanos();
            assertThat(admitted).isLessThanOrEqualTo((long) Math.ceil(ideal + burst + 1e-3 * admitted));
        }
    }

    @Property
    void meter_wait_isLongEnough(
            @ForAll Mode mode,
            @ForAll @LongRange(min = 1, max = 1_000_000) long limit,
            @ForAll @Size(min = 1, max = 100) List<@LongRange(min = 1, max = 1_000_000) Long> amounts) {
        Meter meter =
                Meter.create(Scope.TOKENS_PER_MINUTE, limit, Enforcement.usual().withMode(mode), limit, 0);
        long now = 0;
        for (long wanted : amounts) {
            long amount = Math.min(wanted, limit);
            now += meter.waitNanos(amount, now);
            assertThat(meter.waitNanos(amount, now)).isZero();
            meter.take(amount, now);
            assertThat(meter.remaining(now)).isBetween(0L, limit);
        }
    }
}
