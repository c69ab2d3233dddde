package dev.sluice.simulator;

import java.util.Locale;

/** The states of something that is started and then asked after, in the words of the API. */
enum RunStatus {
    QUEUED,
    IN_PROGRESS,
    REQUIRES_ACTION,
    CANCELLING,
    CANCELLED,
    FAILED,
    COMPLETED,
    INCOMPLETE,
    EXPIRED,
    /** It is not there any more. */
    VANISHED;

    /** Returns its name in the API. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns whether nothing changes any more. */
    boolean isLast() {
        return compareTo(CANCELLED) >= 0;
    }

    /** Returns whether time alone takes it further. */
    boolean isWaiting() {
        return !isLast() && this != REQUIRES_ACTION;
    }

    /** Returns whether it has an answer. */
    boolean isAnswered() {
        return this == COMPLETED || this == INCOMPLETE;
    }
}
