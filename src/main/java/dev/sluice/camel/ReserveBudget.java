package dev.sluice.camel;

import dev.sluice.limit.RateLimitPool;
import dev.sluice.limit.RateLimitPools;
import dev.sluice.prompt.Prompt;
import dev.sluice.provider.ProviderException;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Waits until the pool's limits allow the request, reserves its tokens, and notes for the Throttle EIP how many requests
 * the pool may send in any second. Thread-safe.
 */
final class ReserveBudget implements Processor {
    private final RateLimitPools pools;
    private final ExpectedTokens expected;
    private final RefusedForGood refusedForGood;

    ReserveBudget(RateLimitPools pools, ExpectedTokens expected, RefusedForGood refusedForGood) {
        this.refusedForGood = refusedForGood;
        this.pools = pools;
        this.expected = expected;
    }

    @Override
    public void process(Exchange exchange) throws InterruptedException {
        PromptGroup group = Attempt.group(exchange);
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
        Attempt.reserved(exchange, pool.awaitReservation(tokens), pool.permitsPerSecond());
    }
}
