package dev.sluice.camel;

import dev.sluice.limit.OutputEstimate;
import dev.sluice.limit.RateLimitPool;
import dev.sluice.limit.RateLimitPools;
import dev.sluice.prompt.Endpoint;
import dev.sluice.prompt.Prompt;
import dev.sluice.provider.ProviderException;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Waits until the pool's limits allow the request, and reserves its tokens. Thread-safe. */
final class ReserveBudget implements Processor {
    private final RateLimitPools pools;
    private final OutputEstimate outputs;

    ReserveBudget(RateLimitPools pools, OutputEstimate outputs) {
        this.pools = pools;
        this.outputs = outputs;
    }

    @Override
    public void process(Exchange exchange) throws InterruptedException {
        PromptGroup group = Attempt.group(exchange);
        RateLimitPool pool = pools.pool(group.pool());
        long tokens = 0;
        for (Prompt prompt : group.prompts()) {
            tokens += expected(prompt);
        }
        long largest = pool.largestRequest().orElse(Long.MAX_VALUE);
        if (tokens > largest) {
            throw new ProviderException.TooLarge(
                    0,
                    "request_too_large",
                    "the request needs more tokens than the limit allows in a minute: tokens=" + tokens
                            + " tokens-per-minute=" + largest + " pool=" + group.pool());
        }
        Attempt.reserved(exchange, pool.awaitReservation(tokens));
    }

    private long expected(Prompt prompt) {
        if (prompt.endpoint() == Endpoint.EMBEDDINGS || prompt.endpoint() == Endpoint.MODERATIONS) {
            return prompt.promptTokens();
        }
        Integer stated = prompt.maxOutputTokens();
        long answer = outputs.tokens(estimateKey(prompt), stated == null ? -1 : stated);
        return prompt.promptTokens() + answer * prompt.choices();
    }

    static String estimateKey(Prompt prompt) {
        return prompt.model() + " " + prompt.profile();
    }
}
