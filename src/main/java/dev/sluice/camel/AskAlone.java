package dev.sluice.camel;

import dev.sluice.prompt.Prompt;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Makes a request of a prompt that shares it with no other. Thread-safe. */
final class AskAlone implements Processor {
    @Override
    public void process(Exchange exchange) {
        Prompt prompt = exchange.getIn().getBody(Prompt.class);
        String pool = exchange.getProperty(Attempt.POOL, String.class);
        exchange.getIn().setBody(new PromptGroup(pool, List.of(prompt), 0));
    }
}
