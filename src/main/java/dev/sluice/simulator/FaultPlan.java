package dev.sluice.simulator;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Decides which request meets which fault, and counts those that happen a set number of times. Thread-safe. */
final class FaultPlan {
    private final List<Planned> planned;

    FaultPlan(List<Fault> faults) {
        planned = faults.stream()
                .map(f -> new Planned(f, new AtomicLong(f.times() == null ? Long.MAX_VALUE : f.times())))
                .toList();
    }

    /** Returns the first fault that applies to a request, or null. */
    @Nullable
    Fault choose(ApiRequest request, Work work, RandomGenerator draws) {
        for (Planned plan : planned) {
            Fault fault = plan.fault;
            boolean drawn = fault.probability() >= 1 || draws.nextDouble() < fault.probability();
            if (drawn && isMeantFor(fault, request, work) && plan.takeOne()) {
                return fault;
            }
        }
        return null;
    }

    private static boolean isMeantFor(Fault fault, ApiRequest request, Work work) {
        String text = fault.text();
        String path = fault.path();
        return (text == null || work.mentions(text))
                && (path == null || request.target().contains(path));
    }

    private record Planned(Fault fault, AtomicLong left) {
        boolean takeOne() {
            return left.getAndUpdate(n -> n == 0 ? 0 : n - 1) > 0;
        }
    }
}
