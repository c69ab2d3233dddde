package dev.sluice.simulator;

import org.jspecify.annotations.Nullable;

/**
 * How background responses and runs of assistants end on purpose. Immutable.
 *
 * @param kind how they end
 * @param code the code of {@code last_error} or the reason of an incomplete one, or null for the usual one
 * @param probability how likely it happens to one that it is meant for, 0 to 1
 * @param text what the prompt must contain, or null for every one
 * @param skip how many that it is meant for it passes by at first
 * @param times how often it happens in all, or null for as long as it is set
 */
public record RunOutcome(
        Kind kind,
        @Nullable String code,
        double probability,
        @Nullable String text,
        long skip,
        @Nullable Long times) {

    /** How something ends. */
    public enum Kind {
        /** Status {@code failed}, with an error. */
        FAILED,
        /** Status {@code cancelled}, though nobody has asked for it. */
        CANCELLED,
        /** Status {@code incomplete}, with half of the answer. */
        INCOMPLETE,
        /** Status {@code expired}; happens to runs only. */
        EXPIRED,
        /** Status {@code requires_action} until it is cancelled; happens to runs only. */
        REQUIRES_ACTION,
        /** When its time is over it is not found any more. */
        VANISHED,
        /** Status {@code in_progress} until it is cancelled. */
        ENDLESS;

        /** Returns whether responses can end like this. */
        boolean isForResponses() {
            return this != EXPIRED && this != REQUIRES_ACTION;
        }
    }

    /** Checks the ranges. */
    public RunOutcome {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("run-outcome probability must be 0 to 1: probability=" + probability);
        }
        if (skip < 0 || (times != null && times < 0)) {
            throw new IllegalArgumentException(
                    "run-outcome skip and times must be >= 0: skip=" + skip + " times=" + times);
        }
    }

    /** Returns one end for everything. */
    public static RunOutcome of(Kind kind) {
        return new RunOutcome(kind, null, 1, null, 0, null);
    }

    /**
     * Returns the outcome that a text means: a kind in lower case, with or without a code, then conditions. For example
     * {@code failed,skip=2,times=1} for the third one, {@code failed:rate_limit_exceeded,probability=0.1},
     * {@code requires-action,text=some words} or {@code endless}.
     *
     * @throws IllegalArgumentException for any other text
     */
    public static RunOutcome parse(String text) {
        return RunOutcomeText.parse(text);
    }

    /** Returns this with a code. */
    public RunOutcome withCode(String value) {
        return new RunOutcome(kind, value, probability, text, skip, times);
    }

    /** Returns this, happening to a share only. */
    public RunOutcome withProbability(double value) {
        return new RunOutcome(kind, code, value, text, skip, times);
    }

    /** Returns this for prompts only that contain a text. */
    public RunOutcome onText(String value) {
        return new RunOutcome(kind, code, probability, value, skip, times);
    }

    /** Returns this, passing by the first ones. */
    public RunOutcome skip(long value) {
        return new RunOutcome(kind, code, probability, text, value, times);
    }

    /** Returns this, happening that often in all. */
    public RunOutcome times(long value) {
        return new RunOutcome(kind, code, probability, text, skip, value);
    }
}
