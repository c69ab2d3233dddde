package dev.sluice.allowance;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a user may use. Immutable.
 *
 * @param bounds the most in each period; a period that is missing has none
 * @param onExceed what happens to what exceeds it
 * @param whenCapped what happens to prompts beyond a cap
 * @param trusted whether files of any length are taken
 * @param mostPrompts the most prompts of a file of a user who is not trusted, or null for any number
 */
public record Allowance(
        Map<Period, Bound> bounds,
        OnExceed onExceed,
        WhenCapped whenCapped,
        boolean trusted,
        @Nullable Integer mostPrompts) {
    /** Everything. */
    public static final Allowance UNBOUNDED = new Allowance(Map.of(), OnExceed.CAP, WhenCapped.WAIT, true, null);

    /** What happens to what exceeds an allowance. */
    public enum OnExceed {
        /** It is not sent. */
        CAP,
        /** A file that would exceed it waits for somebody's decision. */
        REVIEW
    }

    /** What happens to prompts beyond a cap. */
    public enum WhenCapped {
        /** They wait until the window opens again. */
        WAIT,
        /** They fail. */
        FAIL
    }

    /** Copies the bounds. */
    public Allowance {
        bounds = Map.copyOf(bounds);
    }

    /** Returns whether it holds back anything by its bounds. */
    public boolean isBounded() {
        return !bounds.isEmpty();
    }
}
