package dev.sluice.camel;

import dev.sluice.batch.Batch;
import dev.sluice.batch.BatchPlan;
import dev.sluice.batch.BatchStep;
import dev.sluice.batch.BatchStore;
import dev.sluice.limit.RateLimitPools;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** Hands out the next steps of batches, one at a time for each. Thread-safe. */
public final class BatchSteps {
    static final String STEP = "SluiceBatchStep";
    private static final Duration LONG_WAIT = Duration.ofSeconds(5);
    private final BatchStore store;
    private final BatchPlan plan;
    private final RateLimitPools pools;
    private final Clock clock;
    private final Set<Long> underWay = ConcurrentHashMap.newKeySet();
    private final Set<Long> hopeless = ConcurrentHashMap.newKeySet();
    private final Map<Long, Integer> failures = new ConcurrentHashMap<>();

    BatchSteps(
            BatchStore store,
            Function<String, @Nullable Long> enqueuedTokens,
            Predicate<Batch> unwanted,
            Predicate<Batch> unseen,
            RateLimitPools pools,
            Clock clock) {
        this.store = store;
        this.plan =
                new BatchPlan(enqueuedTokens, batch -> unwanted.test(batch) || hopeless.contains(batch.id()), unseen);
        this.pools = pools;
        this.clock = clock;
    }

    /** Returns what can be done now. */
    public List<BatchStep> due() {
        if (pools.stopped()) {
            return List.of();
        }
        List<Batch> own =
                store.all().stream().filter(batch -> !store.isForeign(batch)).toList();
        return plan.steps(own, clock.instant()).stream()
                .filter(step -> !waitsLong(pools, step.batch()))
                .filter(step -> underWay.add(step.batch().id()))
                .toList();
    }

    /** Returns whether the pool of a batch allows no request for a while, so that it would hold up the others. */
    static boolean waitsLong(RateLimitPools pools, Batch batch) {
        return pools.pool(batch.pool()).timeToWait(ApiCall.noTokens()).compareTo(LONG_WAIT) > 0;
    }

    /** Keeps the step of the message where the next ones find it. */
    public void keep(Exchange exchange) {
        BatchStep step = exchange.getIn().getBody(BatchStep.class);
        exchange.setProperty(STEP, step);
        exchange.setProperty(Attempt.POOL, step.batch().pool());
    }

    /** Lets a batch whose step is done go on to its next. */
    public void done(Exchange exchange) {
        failures.remove(step(exchange).batch().id());
        release(exchange);
    }

    /** Lets a batch whose step has failed go on. */
    void release(Exchange exchange) {
        underWay.remove(step(exchange).batch().id());
    }

    /** Counts a failure of a batch's present step; returns how many there were in a row. */
    int failed(Batch batch) {
        return failures.merge(batch.id(), 1, Integer::sum);
    }

    /** Has a batch taken back that the provider will not take. */
    void giveUp(Batch batch) {
        hopeless.add(batch.id());
    }

    static BatchStep step(Exchange exchange) {
        BatchStep step = exchange.getProperty(STEP, BatchStep.class);
        if (step == null) {
            throw new IllegalStateException("the exchange carries no batch: exchange=" + exchange.getExchangeId());
        }
        return step;
    }

    /** Returns the batch of an exchange as it stands now. */
    static Batch batch(Exchange exchange, BatchStore store) {
        return store.get(step(exchange).batch().id());
    }
}
