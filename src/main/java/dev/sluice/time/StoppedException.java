package dev.sluice.time;

/** Thrown to whoever waits or would begin something while Sluice is stopping; nothing is wrong with the work itself. */
public final class StoppedException extends RuntimeException {
    /** Creates one. */
    public StoppedException() {
        super("stopping");
    }
}
