package dev.sluice.simulator;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Finds the pool of limits for a model. Thread-safe. */
final class Limiter {
    private final Map<String, LimitPool> pools = new ConcurrentHashMap<>();
    private volatile SimulatorOptions options;

    Limiter(SimulatorOptions options) {
        this.options = options;
    }

    /** Changes the limits of all pools; what is used up now stays used up. */
    synchronized void change(SimulatorOptions newOptions, long now) {
        options = newOptions;
        pools.forEach((key, pool) -> pool.change(limits(newOptions, key), newOptions.enforcement(), now));
    }

    /** Returns the pool that holds for a model: its own, that of the longest prefix, or the one of all others. */
    LimitPool poolFor(String model, long now) {
        String key = key(options.limits(), model);
        LimitPool pool = pools.get(key);
        return pool == null ? create(key, now) : pool;
    }

    private synchronized LimitPool create(String key, long now) {
        return pools.computeIfAbsent(key, k -> new LimitPool(limits(options, k), options.enforcement(), now));
    }

    private static Limits limits(SimulatorOptions options, String key) {
        return options.limits().getOrDefault(key, Limits.none());
    }

    /** Returns the key of the limits that hold for a model. */
    static String key(Map<String, Limits> limits, String model) {
        if (limits.containsKey(model)) {
            return model;
        }
        String best = SimulatorOptions.ALL_MODELS;
        for (String key : limits.keySet()) {
            if (key.endsWith("*")
                    && key.length() > best.length()
                    && model.startsWith(key.substring(0, key.length() - 1))) {
                best = key;
            }
        }
        return best;
    }
}
