package dev.sluice.evidence;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;

/**
 * How large some counts are. Immutable.
 *
 * @param peak the largest
 * @param p95 the smallest that at least 95 % of them don't exceed (nearest rank)
 * @param mean their mean, to one decimal place
 * @param count how many there are
 */
public record Distribution(long peak, long p95, BigDecimal mean, long count) {
    private static final Distribution NONE = new Distribution(0, 0, BigDecimal.ZERO.setScale(1), 0);

    /** Returns the figures of some counts. */
    static Distribution of(long... counts) {
        return withZeros(counts, counts.length);
    }

    /** Returns the figures of as many counts, of which these are the ones above zero or some of the zeros. */
    static Distribution withZeros(long[] counts, long total) {
        if (total < counts.length) {
            throw new IllegalArgumentException(
                    "more counts than there may be: counts=" + counts.length + " total=" + total);
        }
        if (total == 0) {
            return NONE;
        }
        long[] sorted = counts.clone();
        Arrays.sort(sorted);
        long zeros = total - sorted.length;
        long rank = (95 * total + 99) / 100;
        long p95 = rank <= zeros ? 0 : sorted[(int) (rank - zeros - 1)];
        long peak = sorted.length == 0 ? 0 : sorted[sorted.length - 1];
        BigDecimal mean = BigDecimal.valueOf(Arrays.stream(sorted).sum())
                .divide(BigDecimal.valueOf(total), 1, RoundingMode.HALF_UP);
        return new Distribution(peak, p95, mean, total);
    }
}
