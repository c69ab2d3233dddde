package dev.sluice.camel;

import dev.sluice.prompt.Prompt;
import dev.sluice.provider.ProviderException;
import java.util.List;
import org.apache.camel.Exchange;

/** Halves a request that was refused, so that the prompt to blame is found and fails alone. Thread-safe. */
public final class Halve {
    private final RefusedForGood refusedForGood;

    Halve(RefusedForGood refusedForGood) {
        this.refusedForGood = refusedForGood;
    }

    /**
     * Returns whether it makes sense to ask again for the prompts of a failed request apart: at once where it was refused,
     * at the second time where the provider failed at it in a way that may be the fault of what was asked.
     */
    public boolean isDivisible(Exchange exchange) {
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        PromptGroup group = Attempt.group(exchange);
        if (group.prompts().size() == 1) {
            return false;
        }
        if (failure instanceof ProviderException.Unavailable unavailable) {
            boolean replied = unavailable.status() == 200 || unavailable.status() == 500;
            return replied && Attempt.attempts(exchange) > group.attempts();
        }
        boolean wholly = failure instanceof ProviderException.Rejected rejected && rejected.appliesToWholeRequest();
        return !wholly || isFaultOfPacking(group, failure);
    }

    /** Notes that the request was refused and is divisible. */
    void note(Exchange exchange) {
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        exchange.setProperty(Attempt.SINGLE, isFaultOfPacking(Attempt.group(exchange), failure));
        exchange.setProperty(Attempt.HALVE, true);
        refusedForGood.noteListRefused(Attempt.group(exchange));
    }

    private static boolean isFaultOfPacking(PromptGroup group, Exception failure) {
        return group.isPacked()
                && failure instanceof ProviderException.Rejected rejected
                && rejected.appliesToParameters();
    }

    /**
     * Returns the first and the second half of the request's prompts, or the single ones where the provider does not take
     * the parameters that packing them asks for.
     */
    public List<PromptGroup> halves(Exchange exchange) {
        PromptGroup group = Attempt.group(exchange);
        List<Prompt> prompts = group.prompts();
        int middle = prompts.size() / 2;
        // What failed is no fault of those who are innocent, so it does not use up their attempts.
        int attempts = group.attempts();
        boolean takesLists = refusedForGood.takesLists(
                group.first().endpoint(), group.first().model());
        if (!takesLists || exchange.getProperty(Attempt.SINGLE, false, Boolean.class)) {
            return prompts.stream()
                    .map(prompt -> group.with(List.of(prompt), attempts))
                    .toList();
        }
        return List.of(
                group.with(prompts.subList(0, middle), attempts),
                group.with(prompts.subList(middle, prompts.size()), attempts));
    }
}
