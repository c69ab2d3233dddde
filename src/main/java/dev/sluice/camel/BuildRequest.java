package dev.sluice.camel;

import dev.sluice.job.JobCounts;
import dev.sluice.job.JobStore;
import dev.sluice.provider.ProviderRequest;
import dev.sluice.provider.RequestFactory;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/** Turns the group into the request of this attempt: URL, headers and body, and nothing else. Thread-safe. */
final class BuildRequest implements Processor {
    private final RequestFactory requests;
    private final JobStore store;

    BuildRequest(RequestFactory requests, JobStore store) {
        this.requests = requests;
        this.store = store;
    }

    @Override
    public void process(Exchange exchange) {
        PromptGroup group = Attempt.group(exchange);
        ProviderRequest request = requests.request(group.prompts(), exchange.getExchangeId());
        Message message = exchange.getIn();
        message.removeHeaders("*");
        request.headers().forEach(message::setHeader);
        message.setHeader(Exchange.HTTP_URI, request.url().toString());
        message.setBody(request.body());
        PerJob.of(group.prompts()).forEach((job, prompts) -> store.count(job, JobCounts.request(prompts.size())));
    }
}
