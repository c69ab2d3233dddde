package dev.sluice.camel;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Notes the group of the message on the exchange, where each attempt finds it again. Thread-safe. */
final class KeepGroup implements Processor {
    @Override
    public void process(Exchange exchange) {
        Attempt.begin(exchange, exchange.getIn().getBody(PromptGroup.class));
    }
}
