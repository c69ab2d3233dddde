package dev.sluice.simulator;

/**
 * A bucket that refills steadily. It is kept as one moment, the one at which it will be full again, so that it is exact
 * without fractions of a unit (the generic cell rate algorithm).
 */
final class SmoothMeter implements Meter {
    private final long limit;
    private final long periodNanos;
    private final long burstNanos;
    private long fullAt;

    /** Creates a full bucket of {@code limit} a period that holds {@code burstNanos} worth, at least one unit. */
    SmoothMeter(long limit, long periodNanos, long burstNanos, long now) {
        this.limit = limit;
        this.periodNanos = periodNanos;
        this.burstNanos = Math.max(burstNanos, nanosOf(1));
        this.fullAt = now;
    }

    @Override
    public long waitNanos(long amount, long now) {
        return Math.max(0, fullNanos(now) + Math.min(nanosOf(amount), burstNanos) - burstNanos);
    }

    @Override
    public void take(long amount, long now) {
        fullAt = now + fullNanos(now) + nanosOf(amount);
    }

    @Override
    public void drain(long amount, long now) {
        long used = fullNanos(now);
        fullAt = now + Math.max(used, Math.min(burstNanos, used + nanosOf(amount)));
    }

    @Override
    public long remaining(long now) {
        long left = burstNanos - fullNanos(now);
        return left < 0 ? 0 : Proportion.of(left + 1, limit, periodNanos);
    }

    @Override
    public long fullNanos(long now) {
        return Math.max(0, fullAt - now);
    }

    private long nanosOf(long amount) {
        return Proportion.of(amount, periodNanos, limit);
    }
}
