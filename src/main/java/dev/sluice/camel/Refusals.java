package dev.sluice.camel;

import dev.sluice.allowance.Budgets.Refusal;
import java.util.Locale;

/** Says in words why something may not be sent now. */
final class Refusals {
    private static final int LONGEST_WAIT = 300;

    private Refusals() {}

    /** Returns what a refusal is about, such as {@code tokens=120 of 100 in the day}. */
    static String limit(Refusal refusal) {
        return refusal.what() + " in the " + name(refusal);
    }

    /** Returns why a prompt has failed. */
    static String failure(String user, Refusal refusal) {
        String rule = refusal.never()
                ? "a prompt must fit the allowance of its user: "
                : "the allowance of the user is used up: ";
        return rule + "user=" + user + " " + limit(refusal) + ", which ends at " + refusal.until();
    }

    /** Returns what a job waits for. */
    static String wait(String user, Refusal refusal) {
        return "the allowance of " + user + " for the " + name(refusal) + ": " + refusal.what() + ", goes on at "
                + refusal.until();
    }

    /** Adds a user to what a job waits for, unless that is a long list already. */
    static String waits(String before, String user) {
        if (before.endsWith("…")) {
            return before;
        }
        return before + "; " + (before.length() < LONGEST_WAIT ? user : "…");
    }

    /** Returns what a user waits for. */
    static String longWait(String user, Refusal refusal) {
        return "user " + user + ": nothing is sent until " + refusal.until() + ", the allowance of the " + name(refusal)
                + " is used up";
    }

    private static String name(Refusal refusal) {
        return refusal.period().name().toLowerCase(Locale.ROOT);
    }
}
