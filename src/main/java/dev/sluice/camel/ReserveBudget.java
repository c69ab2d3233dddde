package dev.sluice.camel;

import dev.sluice.job.JobStore;
import dev.sluice.limit.Cost;
import dev.sluice.limit.RateLimitPool;
import dev.sluice.limit.RateLimitPools;
import dev.sluice.prompt.Prompt;
import dev.sluice.provider.ProviderException;
import dev.sluice.time.StoppedException;
import dev.sluice.time.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Waits until the pool's limits allow the request, reserves its tokens and images, and notes for the Throttle EIP how many requests
 * the pool may send in any second. Thread-safe.
 */
final class ReserveBudget implements Processor {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);
    private final RateLimitPools pools;
    private final JobStore store;
    private final UserBudgets budgets;
    private final ExpectedTokens expected;
    private final RefusedForGood refusedForGood;
    private final Ticker ticker;

    ReserveBudget(
            JobStore store,
            UserBudgets budgets,
            RateLimitPools pools,
            ExpectedTokens expected,
            RefusedForGood refusedForGood,
            Ticker ticker) {
        this.budgets = budgets;
        this.ticker = ticker;
        this.refusedForGood = refusedForGood;
        this.pools = pools;
        this.store = store;
        this.expected = expected;
    }

    @Override
    public void process(Exchange exchange) throws InterruptedException {
        Attempt.arrived(exchange);
        PromptGroup group = wanted(exchange);
        Optional<ProviderException.Rejected> missing =
                refusedForGood.missingModel(group.first().model());
        if (missing.isPresent()) {
            throw missing.get();
        }
        RateLimitPool pool = pools.pool(group.pool());
        Cost cost = expected.of(group);
        Optional<String> problem = pool.problem(cost);
        if (problem.isPresent()) {
            throw new ProviderException.TooLarge(0, "request_too_large", problem.get() + " pool=" + group.pool());
        }
        while (!budgets.isItsTurn(group.prompts())) {
            if (pools.awaitStop(LOOK_AGAIN)) {
                throw new StoppedException();
            }
        }
        long arrivedAt = ticker.nanos();
        Attempt.reserved(exchange, pool.awaitReservation(cost), pool.permitsPerSecond());
        Attempt.waited(exchange, Duration.ofNanos(Math.max(0, ticker.nanos() - arrivedAt)));
        wanted(exchange);
    }

    /**
     * Leaves out the prompts of cancelled jobs, which get their results without being sent, and those that earlier attempts leave no
     * allowance for, which are held.
     */
    private PromptGroup wanted(Exchange exchange) {
        PromptGroup group = Attempt.group(exchange);
        List<Prompt> wanted = budgets.affordable(group.prompts().stream()
                .filter(prompt -> !store.isOver(prompt.job()))
                .toList());
        if (wanted.isEmpty()) {
            throw new StoppedException();
        }
        if (wanted.size() == group.prompts().size()) {
            return group;
        }
        PromptGroup rest = group.with(wanted, group.attempts());
        Attempt.narrow(exchange, rest);
        return rest;
    }
}
