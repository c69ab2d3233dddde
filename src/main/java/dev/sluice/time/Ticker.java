package dev.sluice.time;

/** Reads a monotonic clock; implementations are thread-safe. */
@FunctionalInterface
public interface Ticker {
    /** Returns nanoseconds since an arbitrary origin; differences are meaningful, the value is not. */
    long nanos();

    /** Returns the ticker of this machine. */
    static Ticker system() {
        return System::nanoTime;
    }
}
