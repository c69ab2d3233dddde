package dev.sluice.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TrendTest {
    @Property
    void countsOnALine_trend_isThatLine(
            @ForAll @IntRange(max = 1_000_000) int first,
            @ForAll @IntRange(max = 10_000) int perDay,
            @ForAll @IntRange(min = 2, max = 40) int days) {
        long[] counts = new long[days];
        for (int day = 0; day < days; day++) {
            counts[day] = first + (long) perDay * day;
        }

        Trend trend = Trend.through(counts);

        assertThat(trend.perDay()).isEqualTo(perDay);
        assertThat(trend.on(days)).isCloseTo(first + (double) perDay * days, within(1e-6));
        assertThat(trend.factorAhead(days)).isGreaterThanOrEqualTo(1);
    }

    @Test
    void oneHoliday_trend_hardlyMoves() {
        Trend trend = Trend.through(100, 102, 104, 106, 0, 110, 112, 114, 116, 118);

        assertThat(trend.perDay()).isCloseTo(2, within(0.1));
    }

    @Test
    void decline_ahead_isNotCarriedOn() {
        assertThat(Trend.through(100, 90, 80, 70, 60).factorAhead(5)).isEqualTo(1);
    }

    @Test
    void need_isP95WithGrowthAndHeadroom_butNoLessThanThePeak() {
        Trend trend = Trend.through(100, 110, 120, 130, 140);
        Distribution busy = new Distribution(1_100, 1_000, BigDecimal.ONE, 50);

        Need need = Need.of(busy, false, trend, 20);

        assertThat(need.growth()).isEqualByComparingTo("1.36");
        assertThat(need.foreseen()).isEqualByComparingTo("1632");
        assertThat(need.perMinute()).isEqualTo(1_700);
        assertThat(Need.of(new Distribution(9_001, 1_000, BigDecimal.ONE, 50), false, trend, 20)
                        .perMinute())
                .isEqualTo(9_100);
        assertThat(Need.of(busy, true, trend, 0).perMinute()).isEqualTo(1_500);
    }
}
