package dev.sluice.simulator;

import java.util.Arrays;
import java.util.NavigableMap;
import java.util.TreeMap;

/** What was admitted in each second, for the last two hours. Thread-safe. */
final class LoadLog {
    private static final int SECONDS = 7_200;
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private final long startNanos;
    private final long[] seconds = new long[SECONDS];
    private final long[] requests = new long[SECONDS];
    private final long[] tokens = new long[SECONDS];
    private long allTokens;

    LoadLog(long startNanos) {
        this.startNanos = startNanos;
        Arrays.fill(seconds, -1);
    }

    synchronized void add(long tokensAdmitted, long nowNanos) {
        long second = Math.max(0, (nowNanos - startNanos) / NANOS_PER_SECOND);
        int slot = (int) (second % SECONDS);
        if (seconds[slot] != second) {
            seconds[slot] = second;
            requests[slot] = 0;
            tokens[slot] = 0;
        }
        requests[slot]++;
        tokens[slot] += tokensAdmitted;
        allTokens += tokensAdmitted;
    }

    synchronized long tokens() {
        return allTokens;
    }

    synchronized NavigableMap<Long, Load> perSecond() {
        NavigableMap<Long, Load> loads = new TreeMap<>();
        for (int slot = 0; slot < SECONDS; slot++) {
            if (seconds[slot] >= 0) {
                loads.put(seconds[slot], new Load(requests[slot], tokens[slot]));
            }
        }
        return loads;
    }

    /** Returns the most requests, and the most tokens, in any span of that many seconds. */
    Load busiest(int length) {
        NavigableMap<Long, Load> loads = perSecond();
        long mostRequests = 0;
        long mostTokens = 0;
        for (Long first : loads.keySet()) {
            var span = loads.subMap(first, first + length).values();
            mostRequests = Math.max(
                    mostRequests, span.stream().mapToLong(Load::requests).sum());
            mostTokens =
                    Math.max(mostTokens, span.stream().mapToLong(Load::tokens).sum());
        }
        return new Load(mostRequests, mostTokens);
    }
}
