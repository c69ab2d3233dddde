package dev.sluice.limit;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Foretells how many tokens an answer will have: the stated maximum until there are 20 samples of the same model and
 * profile, then the 90th percentile of the last 200. Thread-safe.
 */
public final class OutputEstimate {
    private static final int ENOUGH = 20;
    private static final int WINDOW = 200;
    private static final int UNSTATED = 256;
    private final Map<String, Samples> byKey = new ConcurrentHashMap<>();

    /** Returns the tokens to expect of one answer; {@code stated} is its stated maximum, or below 0 where there is none. */
    public int tokens(String key, int stated) {
        int learned = learned(key);
        int ceiling = stated < 0 ? Integer.MAX_VALUE : stated;
        if (learned >= 0) {
            return Math.min(learned, ceiling);
        }
        return stated < 0 ? UNSTATED : stated;
    }

    /** Returns the tokens that answers were seen to have, or below 0 where there are too few samples. */
    public int learned(String key) {
        Samples samples = byKey.get(key);
        return samples == null ? -1 : samples.percentile();
    }

    /** Learns from an answer that had this many tokens. */
    public void learn(String key, int tokens) {
        byKey.computeIfAbsent(key, k -> new Samples()).add(tokens);
    }

    private static final class Samples {
        private final int[] ring = new int[WINDOW];
        private int count;
        private int percentile = -1;

        synchronized void add(int tokens) {
            ring[count++ % WINDOW] = tokens;
            if (count >= ENOUGH && (count % ENOUGH == 0)) {
                int[] sorted = Arrays.copyOf(ring, Math.min(count, WINDOW));
                Arrays.sort(sorted);
                percentile = sorted[(sorted.length * 9) / 10];
            }
        }

        synchronized int percentile() {
            return percentile;
        }
    }
}
