package dev.sluice.job;

/** What was decided about a file that had waited in {@code review/}. */
public enum Decision {
    /** It is sent, once, whatever its users may use. */
    APPROVED,
    /** None of it is sent. */
    DENIED
}
