package dev.sluice.job;

/** Says why it isn't known whose a file in {@code review/} is, and what helps. */
public final class UnusableNoteException extends Exception {
    private static final long serialVersionUID = 1L;

    UnusableNoteException(String message) {
        super(message);
    }
}
