package dev.sluice.camel;

import dev.sluice.job.JobCounts;
import dev.sluice.job.JobStore;
import dev.sluice.limit.RateLimitPools;
import dev.sluice.prompt.Prompt;
import dev.sluice.provider.ProviderRequest;
import dev.sluice.provider.RequestFactory;
import dev.sluice.time.StoppedException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns the group into the request of this attempt: URL, headers and body, and nothing else. Its id is noted on disk
 * before it goes out; while the disk takes no note, it waits. Thread-safe.
 */
final class BuildRequest implements Processor {
    private static final Logger LOG = LoggerFactory.getLogger(BuildRequest.class);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
    private final RequestFactory requests;
    private final JobStore store;
    private final RateLimitPools pools;

    BuildRequest(RequestFactory requests, JobStore store, RateLimitPools pools) {
        this.requests = requests;
        this.store = store;
        this.pools = pools;
    }

    @Override
    public void process(Exchange exchange) throws InterruptedException {
        List<Prompt> prompts = Attempt.group(exchange).prompts();
        String id = UUID.randomUUID().toString();
        ProviderRequest request = requests.request(prompts, id);
        note(id, prompts);
        Optional<String> lost = Attempt.lostRequest(exchange);
        if (lost.isPresent()) {
            store.repeated(lost.get(), prompts);
        }
        Attempt.sending(exchange, id);
        Message message = exchange.getIn();
        message.removeHeaders("*");
        request.headers().forEach(message::setHeader);
        message.setHeader(Exchange.HTTP_URI, request.url().toString());
        message.setBody(request.body());
        PerJob.of(prompts).forEach((job, some) -> store.count(job, JobCounts.request(some.size())));
    }

    private void note(String id, List<Prompt> prompts) throws InterruptedException {
        for (boolean first = true; !isNoted(id, prompts, first); first = false) {
            if (pools.awaitStop(LOOK_AGAIN)) {
                throw new StoppedException();
            }
        }
    }

    private boolean isNoted(String id, List<Prompt> prompts, boolean first) {
        try {
            if (!store.sending(id, prompts)) {
                throw new StoppedException();
            }
            return true;
        } catch (IOException e) {
            if (first) {
                LOG.error("a request can't be noted, trying again every second: {}", e.toString());
            }
            return false;
        }
    }
}
