package dev.sluice.simulator;

/** Holds one limit over time. Not thread-safe; its pool guards it. */
interface Meter {
    /** Returns 0 when an amount fits now, else the nanoseconds until it may. */
    long waitNanos(long amount, long now);

    /** Takes an amount that fits; one that is larger than the meter holds at once leaves a debt. */
    void take(long amount, long now);

    /** Takes up to an amount of what is left, never into debt: what a rejected request uses up. */
    void drain(long amount, long now);

    /** Returns how much is left, at least 0. */
    long remaining(long now);

    /** Returns the nanoseconds until nothing is used. */
    long fullNanos(long now);

    /** Creates a meter for a limit over a period, of which {@code available} is left. */
    static Meter create(Scope scope, long limit, Enforcement enforcement, long available, long now) {
        long period = scope.period().toNanos();
        Meter meter;
        if (scope.isDaily() || enforcement.mode() == Enforcement.Mode.MINUTE) {
            meter = new SmoothMeter(limit, period, period, now);
        } else if (enforcement.mode() == Enforcement.Mode.QUANTISED) {
            meter = new WindowMeter(limit, period, now);
        } else {
            meter = new SmoothMeter(limit, period, enforcement.burst().toNanos(), now);
        }
        meter.drain(Math.max(0, meter.remaining(now) - available), now);
        return meter;
    }
}
