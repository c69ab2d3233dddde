package dev.sluice.camel;

import dev.sluice.prompt.Prompt;
import dev.sluice.provider.ProviderException;
import java.util.List;
import org.apache.camel.Exchange;

/** Halves a request that was refused, so that the prompt to blame is found and fails alone. Thread-safe. */
public final class Halve {
    /** Returns whether it makes sense to ask for the halves apart. */
    public boolean isDivisible(Exchange exchange) {
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        boolean wholly = failure instanceof ProviderException.Rejected rejected && rejected.appliesToWholeRequest();
        return !wholly && Attempt.group(exchange).prompts().size() > 1;
    }

    /** Returns the first and the second half of the request's prompts. */
    public List<PromptGroup> halves(Exchange exchange) {
        PromptGroup group = Attempt.group(exchange);
        List<Prompt> prompts = group.prompts();
        int middle = prompts.size() / 2;
        // A refusal is no fault of those who are innocent: it does not use up their attempts.
        return List.of(
                group.with(prompts.subList(0, middle), group.attempts()),
                group.with(prompts.subList(middle, prompts.size()), group.attempts()));
    }
}
