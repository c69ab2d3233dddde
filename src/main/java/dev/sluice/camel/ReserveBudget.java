package dev.sluice.camel;

import dev.sluice.job.JobStore;
import dev.sluice.limit.RateLimitPool;
import dev.sluice.limit.RateLimitPools;
import dev.sluice.limit.Reservation;
import dev.sluice.prompt.Prompt;
import dev.sluice.provider.ProviderException;
import dev.sluice.time.StoppedException;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Waits until the pool's limits allow the request, reserves its tokens, and notes for the Throttle EIP how many requests
 * the pool may send in any second. Thread-safe.
 */
final class ReserveBudget implements Processor {
    private final RateLimitPools pools;
    private final JobStore store;
    private final ExpectedTokens expected;
    private final RefusedForGood refusedForGood;

    ReserveBudget(JobStore store, RateLimitPools pools, ExpectedTokens expected, RefusedForGood refusedForGood) {
        this.refusedForGood = refusedForGood;
        this.pools = pools;
        this.store = store;
        this.expected = expected;
    }

    @Override
    public void process(Exchange exchange) throws InterruptedException {
        PromptGroup group = Attempt.group(exchange);
        requireWanted(group);
        Optional<ProviderException.Rejected> missing =
                refusedForGood.missingModel(group.first().model());
        if (missing.isPresent()) {
            throw missing.get();
        }
        RateLimitPool pool = pools.pool(group.pool());
        long tokens = 0;
        for (Prompt prompt : group.prompts()) {
            tokens += expected.of(prompt);
        }
        long largest = pool.largestRequest().orElse(Long.MAX_VALUE);
        if (tokens > largest) {
            throw new ProviderException.TooLarge(
                    0,
                    "request_too_large",
                    "the request needs more tokens than the limit allows in a minute: tokens=" + tokens
                            + " tokens-per-minute=" + largest + " pool=" + group.pool());
        }
        Reservation reservation = pool.awaitReservation(tokens);
        Attempt.reserved(exchange, reservation, pool.permitsPerSecond());
        requireWanted(group);
    }

    /** The prompts of a cancelled job have their results already. */
    private void requireWanted(PromptGroup group) {
        if (store.isOver(group.prompts())) {
            throw new StoppedException();
        }
    }
}
