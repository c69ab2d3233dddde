package dev.sluice.evidence;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * What will be needed a minute, and from what that follows. Immutable.
 *
 * @param heldDown whether the limit held use down, so that its busiest minutes show the limit rather than the need
 * @param base what the estimate starts from: the busiest minute where use was held down, else what 95 % of busy minutes needed
 * @param peak the busiest minute
 * @param growth by what the base multiplies until then, at least 1, to two decimal places
 * @param daysAhead until when, in business days
 * @param headroomPercent what is added for what nobody foresees
 */
record Need(boolean heldDown, long base, long peak, BigDecimal growth, int daysAhead, int headroomPercent) {
    private static final int DIGITS = 2;

    /** Estimates it for as many days ahead as the trend was drawn through. */
    static Need of(Distribution busyMinutes, boolean heldDown, Trend trend, int headroomPercent) {
        int ahead = trend.days();
        return new Need(
                heldDown,
                heldDown ? busyMinutes.peak() : busyMinutes.p95(),
                busyMinutes.peak(),
                BigDecimal.valueOf(trend.factorAhead(ahead)).setScale(2, RoundingMode.HALF_UP),
                ahead,
                headroomPercent);
    }

    /** Returns the base with growth and headroom. */
    BigDecimal foreseen() {
        return BigDecimal.valueOf(base).multiply(growth).multiply(headroom());
    }

    BigDecimal headroom() {
        return BigDecimal.valueOf(100L + headroomPercent, 2);
    }

    /** Returns the estimate: what is foreseen and no less than the busiest minute, rounded up to two digits. */
    long perMinute() {
        BigDecimal whole = foreseen().max(BigDecimal.valueOf(peak)).setScale(0, RoundingMode.CEILING);
        int scale = Math.min(0, DIGITS - whole.precision());
        return whole.setScale(scale, RoundingMode.CEILING).longValueExact();
    }

    /** Returns whether the busiest minute so far decides, rather than what is foreseen. */
    boolean isPeak() {
        return foreseen().compareTo(BigDecimal.valueOf(peak)) < 0;
    }
}
