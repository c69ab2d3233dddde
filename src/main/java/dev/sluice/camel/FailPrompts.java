package dev.sluice.camel;

import dev.sluice.job.Result;
import dev.sluice.limit.RateLimitPools;
import dev.sluice.provider.ProviderException;
import java.io.IOException;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes failed results of the prompts of a request that was given up; none while stopping. Thread-safe. */
final class FailPrompts implements Processor {
    private static final Logger LOG = LoggerFactory.getLogger(FailPrompts.class);
    private final RateLimitPools pools;

    FailPrompts(RateLimitPools pools) {
        this.pools = pools;
    }

    @Override
    public void process(Exchange exchange) {
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        PromptGroup group = Attempt.group(exchange);
        int attempts = Math.max(Attempt.attempts(exchange), 1);
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage()
                .setBody(
                        pools.stopped()
                                ? List.of()
                                : group.prompts().stream()
                                        .map(prompt -> failed(prompt.job(), prompt.index(), attempts, failure))
                                        .toList());
    }

    private static Result failed(long job, long index, int attempts, Exception failure) {
        if (failure instanceof ProviderException provider) {
            return new Result.Failed(
                    job, index, attempts, provider.status(), provider.code(), String.valueOf(provider.getMessage()));
        }
        if (failure instanceof IOException io) {
            return failed(job, index, attempts, ProviderException.Unavailable.noReply(io));
        }
        LOG.error("unexpected failure, the prompt is failed: job={} index={}", job, index, failure);
        return new Result.Failed(job, index, attempts, 0, "internal_error", failure.toString());
    }
}
