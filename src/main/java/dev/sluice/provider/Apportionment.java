package dev.sluice.provider;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Divides a whole number into whole shares in proportion to weights, by largest remainder: the shares sum exactly. */
final class Apportionment {
    private Apportionment() {}

    /**
     * Returns one share for each weight; where all weights are 0, the shares are as equal as they can be. Ties go to the
     * earlier one.
     *
     * @param total what is divided, 0 to 10⁹
     * @param weights at least one, each 0 to 2³¹
     */
    static long[] divide(long total, long[] weights) {
        long sum = Arrays.stream(weights).sum();
        long[] effective = weights;
        if (sum == 0) {
            effective = new long[weights.length];
            Arrays.fill(effective, 1);
            sum = weights.length;
        }
        long[] shares = new long[weights.length];
        long[] remainders = new long[weights.length];
        long left = total;
        for (int i = 0; i < shares.length; i++) {
            long exact = total * effective[i];
            shares[i] = exact / sum;
            remainders[i] = exact % sum;
            left -= shares[i];
        }
        if (left > 0) {
            IntStream.range(0, shares.length)
                    .boxed()
                    .sorted(Comparator.comparingLong((Integer i) -> -remainders[i]))
                    .limit(left)
                    .forEach(i -> shares[i]++);
        }
        return shares;
    }
}
