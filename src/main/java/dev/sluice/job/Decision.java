package dev.sluice.job;

/** What was decided about a file that had waited in {@code review/}. */
public enum Decision {
    /** It is sent, once, whatever its users may use. */
    APPROVED,
    /** None of it is sent. */
    DENIED;

    /** How the prompts of a denied file fail. */
    public static final String DENIED_CODE = "review_denied";
}
