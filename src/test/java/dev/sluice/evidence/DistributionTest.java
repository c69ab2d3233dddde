package dev.sluice.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class DistributionTest {
    @Property
    void anyCounts_figures_areThoseOfANaiveReckoning(
            @ForAll @Size(max = 60) List<@LongRange(min = 0, max = 1_000_000) Long> counts,
            @ForAll @IntRange(max = 200) int zeros) {
        List<Long> all = new ArrayList<>(counts);
        all.addAll(Collections.nCopies(zeros, 0L));

        Distribution found = Distribution.withZeros(
                counts.stream().mapToLong(Long::longValue).toArray(), all.size());

        assertThat(found.count()).isEqualTo(all.size());
        assertThat(found.peak())
                .isEqualTo(all.stream().mapToLong(Long::longValue).max().orElse(0));
        assertThat(found.p95()).isEqualTo(naiveP95(all));
        assertThat(found.mean()).isEqualByComparingTo(naiveMean(all));
    }

    /** Returns the smallest count that at least 95 % don't exceed, by trying each. */
    static long naiveP95(List<Long> counts) {
        return counts.stream()
                .filter(count -> counts.stream().filter(other -> other <= count).count() * 100L >= 95L * counts.size())
                .mapToLong(Long::longValue)
                .min()
                .orElse(0);
    }

    private static BigDecimal naiveMean(List<Long> counts) {
        return counts.isEmpty()
                ? BigDecimal.ZERO
                : new BigDecimal(counts.stream().mapToLong(Long::longValue).sum())
                        .divide(new BigDecimal(counts.size()), 1, RoundingMode.HALF_UP);
    }

    @Test
    void oneToAHundred_p95_isNinetyFive() {
        long[] counts = java.util.stream.LongStream.rangeClosed(1, 100).toArray();

        assertThat(Distribution.of(counts)).isEqualTo(new Distribution(100, 95, new BigDecimal("50.5"), 100));
    }
}
