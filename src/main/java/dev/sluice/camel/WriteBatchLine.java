package dev.sluice.camel;

import dev.sluice.batch.BatchWriter;
import dev.sluice.batch.CustomId;
import dev.sluice.prompt.Prompt;
import dev.sluice.provider.RequestFactory;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Adds the prompt of the message to the batch that is being written for its job. Thread-safe. */
final class WriteBatchLine implements Processor {
    private final BatchWriter writer;
    private final RequestFactory requests;

    WriteBatchLine(BatchWriter writer, RequestFactory requests) {
        this.writer = writer;
        this.requests = requests;
    }

    @Override
    public void process(Exchange exchange) throws InterruptedException {
        Prompt prompt = exchange.getIn().getBody(Prompt.class);
        String pool = exchange.getProperty(Attempt.POOL, String.class);
        byte[] line = requests.batchLine(prompt, CustomId.of(prompt).toString());
        writer.add(prompt, pool, line);
    }
}
