package dev.sluice.limit;

import dev.sluice.time.Ticker;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** All limit pools of a configuration, and which of them holds for a model. Thread-safe. */
public final class RateLimitPools {
    static final long UNLIMITED_PER_SECOND = 10_000;
    private final Map<String, RateLimitPool> byName = new ConcurrentHashMap<>();
    private final Map<String, List<RateLimitConfig>> poolsOfModel = new ConcurrentHashMap<>();
    private final List<RateLimitConfig> configs;
    private final CountDownLatch stopped = new CountDownLatch(1);

    /** Creates a pool for each of these configurations, one of which holds for all models. */
    public RateLimitPools(
            List<RateLimitConfig> configs, Map<String, LearnedLimits> learned, Ticker ticker, Clock clock) {
        this.configs = List.copyOf(configs);
        for (RateLimitConfig config : configs) {
            LearnedLimits known = learned.getOrDefault(config.name(), LearnedLimits.NONE);
            byName.put(config.name(), new RateLimitPool(config, known, ticker, clock));
        }
    }

    /** Returns all pools. */
    public Collection<RateLimitPool> all() {
        return byName.values();
    }

    /**
     * Returns the name of the pool that holds for a prompt of a model: the one whose pattern fits most closely, and of those
     * the one for the longest prompts that this one belongs to.
     */
    public String poolOf(String model, long promptTokens) {
        List<RateLimitConfig> known = poolsOfModel.get(model);
        List<RateLimitConfig> candidates = known == null ? candidates(model) : known;
        if (known == null && poolsOfModel.size() < 10_000) {
            poolsOfModel.put(model, candidates);
        }
        for (RateLimitConfig candidate : candidates) {
            if (candidate.abovePromptTokens() == 0 || promptTokens > candidate.abovePromptTokens()) {
                return candidate.name();
            }
        }
        throw new IllegalStateException("no limit pool holds for the model: model=" + model);
    }

    private List<RateLimitConfig> candidates(String model) {
        return configs.stream()
                .filter(config -> config.specificityFor(model) >= 0)
                .sorted(Comparator.comparingInt((RateLimitConfig config) -> config.specificityFor(model))
                        .thenComparingLong(RateLimitConfig::abovePromptTokens)
                        .reversed())
                .toList();
    }

    /** Returns whether there is a pool of this name. */
    public boolean has(String name) {
        return byName.containsKey(name);
    }

    /** Returns the pool of this name. */
    public RateLimitPool pool(String name) {
        RateLimitPool pool = byName.get(name);
        if (pool == null) {
            throw new IllegalArgumentException("no such limit pool: name=" + name);
        }
        return pool;
    }

    /** Returns why a pool can send nothing at all, such as a key that is not accepted, or empty. */
    public Optional<String> blockedBecause() {
        return all().stream().flatMap(pool -> pool.blockedBecause().stream()).findFirst();
    }

    /** Returns which pools send nothing for a while and why, one sentence each. */
    public List<String> longWaits() {
        return configs.stream()
                .flatMap(config -> pool(config.name()).longWait().stream()
                        .map(reason -> "pool " + config.name() + " waits: " + reason))
                .toList();
    }

    /** Returns whether nobody is let through any more. */
    public boolean stopped() {
        return stopped.getCount() == 0;
    }

    /** Waits this long, or shorter when stopped; returns whether it is. */
    public boolean awaitStop(Duration atMost) throws InterruptedException {
        return stopped.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Turns away everybody who waits at a gate. */
    public void stop() {
        stopped.countDown();
        all().forEach(RateLimitPool::stop);
    }
}
