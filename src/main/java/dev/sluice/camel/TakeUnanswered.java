package dev.sluice.camel;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Makes the prompts that the reply left out the message. Thread-safe. */
final class TakeUnanswered implements Processor {
    @Override
    public void process(Exchange exchange) {
        exchange.getMessage().setBody(exchange.removeProperty(MatchAnswers.UNANSWERED));
    }
}
