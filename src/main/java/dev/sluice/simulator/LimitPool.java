package dev.sluice.simulator;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The limits that some models share. Thread-safe: every request is judged and booked under one lock. */
final class LimitPool {
    private final Map<Scope, Meter> meters = new EnumMap<>(Scope.class);
    private Limits limits;
    private Enforcement enforcement;
    private long underWay;

    LimitPool(Limits limits, Enforcement enforcement, long now) {
        this.limits = Limits.none();
        this.enforcement = enforcement;
        change(limits, enforcement, now);
    }

    /** Changes the limits; what is used up now stays used up. */
    synchronized void change(Limits newLimits, Enforcement newEnforcement, long now) {
        if (newLimits.equals(limits) && newEnforcement.equals(enforcement)) {
            return;
        }
        limits = newLimits;
        enforcement = newEnforcement;
        for (Scope scope : Scope.values()) {
            Long limit = limits.of(scope);
            Meter old = meters.remove(scope);
            if (limit != null && scope != Scope.CONCURRENT) {
                long own = Math.max(1, Math.round(limit * (1 - enforcement.otherClientShare())));
                long available = old == null ? own : old.remaining(now);
                meters.put(scope, Meter.create(scope, own, enforcement, available, now));
            }
        }
    }

    /** Admits a request that asks for no image, see {@link #admit(long, long, long)}. */
    Verdict admit(long tokens, long now) {
        return admit(tokens, 0, now);
    }

    /** Admits a request and books it, or returns why it is refused. An admitted one must be {@link #release}d. */
    synchronized Verdict admit(long tokens, long images, long now) {
        Refusal refusal = refusal(tokens, images, now);
        if (refusal == null) {
            meters.forEach((scope, meter) -> meter.take(amount(scope, tokens, images), now));
            underWay++;
        } else if (enforcement.strict()) {
            meters.forEach((scope, meter) -> meter.drain(amount(scope, 0, 0), now));
        }
        return new Verdict(refusal, levels(now));
    }

    /** Returns what a request takes of a limit. */
    private static long amount(Scope scope, long tokens, long images) {
        return switch (scope) {
            case REQUESTS_PER_MINUTE, REQUESTS_PER_DAY, CONCURRENT -> 1;
            case TOKENS_PER_MINUTE, TOKENS_PER_DAY -> tokens;
            case IMAGES_PER_MINUTE -> images;
        };
    }

    /** Ends an admitted request. */
    synchronized void release() {
        underWay--;
    }

    private @Nullable Refusal refusal(long tokens, long images, long now) {
        Long concurrent = limits.maxConcurrent();
        if (concurrent != null && underWay >= concurrent) {
            return new Refusal(Scope.CONCURRENT, concurrent, underWay, 1, null);
        }
        Refusal longest = null;
        for (Map.Entry<Scope, Meter> entry : meters.entrySet()) {
            long requested = amount(entry.getKey(), tokens, images);
            Refusal refusal = requested == 0 ? null : refusal(entry.getKey(), entry.getValue(), requested, now);
            if (refusal != null && refusal.isLongerThan(longest)) {
                longest = refusal;
            }
        }
        return longest;
    }

    private @Nullable Refusal refusal(Scope scope, Meter meter, long requested, long now) {
        long limit = limit(scope);
        if (requested > limit) {
            return new Refusal(scope, limit, 0, requested, null);
        }
        long wait = meter.waitNanos(requested, now);
        return wait == 0 ? null : new Refusal(scope, limit, limit - meter.remaining(now), requested, wait);
    }

    private Map<Scope, Level> levels(long now) {
        Map<Scope, Level> levels = new EnumMap<>(Scope.class);
        meters.forEach((scope, meter) ->
                levels.put(scope, new Level(limit(scope), meter.remaining(now), meter.fullNanos(now))));
        return levels;
    }

    private long limit(Scope scope) {
        Long limit = limits.of(scope);
        return limit == null ? Long.MAX_VALUE : limit;
    }

    /** The state of one limit, for the headers. */
    record Level(long limit, long remaining, long fullNanos) {}

    /** What became of a request; the refusal is null where it was admitted. */
    record Verdict(@Nullable Refusal refusal, Map<Scope, Level> levels) {}

    /** Why a request is refused; no wait helps where {@code waitNanos} is null. */
    record Refusal(
            Scope scope,
            long limit,
            long used,
            long requested,
            @Nullable Long waitNanos) {
        boolean isTooLarge() {
            return waitNanos == null && scope != Scope.CONCURRENT;
        }

        boolean isLongerThan(@Nullable Refusal other) {
            if (other == null || other.waitNanos == null) {
                return other == null;
            }
            return waitNanos == null || waitNanos > other.waitNanos;
        }
    }
}
