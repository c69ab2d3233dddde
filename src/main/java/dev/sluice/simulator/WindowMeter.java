package dev.sluice.simulator;

/** Fixed windows of a second, or of the time in which one unit is due where that is longer; each allows the same. */
final class WindowMeter implements Meter {
    private static final int WINDOWS = 60;
    private final long allotment;
    private final long windowNanos;
    private long windowStart;
    private long used;

    /** Creates a meter whose first window begins now. */
    WindowMeter(long limit, long periodNanos, long now) {
        allotment = Math.max(1, limit / WINDOWS);
        windowNanos = Math.max(1, Proportion.of(periodNanos, allotment, limit));
        windowStart = now;
    }

    @Override
    public long waitNanos(long amount, long now) {
        roll(now);
        long over = used + Math.min(amount, allotment) - allotment;
        return over <= 0 ? 0 : windowStart + windows(over) * windowNanos - now;
    }

    @Override
    public void take(long amount, long now) {
        roll(now);
        used += amount;
    }

    @Override
    public void drain(long amount, long now) {
        roll(now);
        used = Math.max(used, Math.min(allotment, used + amount));
    }

    @Override
    public long remaining(long now) {
        roll(now);
        return Math.max(0, allotment - used);
    }

    @Override
    public long fullNanos(long now) {
        roll(now);
        return used == 0 ? 0 : windowStart + windows(used) * windowNanos - now;
    }

    private void roll(long now) {
        long passed = Math.floorDiv(now - windowStart, windowNanos);
        if (passed > 0) {
            used = passed > used / allotment ? 0 : used - passed * allotment;
            windowStart += passed * windowNanos;
        }
    }

    private long windows(long amount) {
        return -Math.floorDiv(-amount, allotment);
    }
}
