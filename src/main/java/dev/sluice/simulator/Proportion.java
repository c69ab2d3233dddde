package dev.sluice.simulator;

import java.math.BigInteger;

/** Scales whole numbers without losing any on the way. */
final class Proportion {
    private Proportion() {}

    /** Returns {@code a * b / c} rounded down, for a and b of at least 0 and c of at least 1. */
    static long of(long a, long b, long c) {
        long product = a * b;
        if (product >= 0 && Math.multiplyHigh(a, b) == 0) {
            return product / c;
        }
        return BigInteger.valueOf(a)
                .multiply(BigInteger.valueOf(b))
                .divide(BigInteger.valueOf(c))
                .longValueExact();
    }
}
