package dev.sluice.job;

/** The database can't be read or written. */
public final class StoreException extends RuntimeException {
    /** Creates one with a sentence that says what to do. */
    public StoreException(String message) {
        super(message);
    }

    /** Creates one with a sentence that names what could not be done. */
    public StoreException(String message, Throwable cause) {
        super(message + " cause=" + cause.getMessage(), cause);
    }
}
