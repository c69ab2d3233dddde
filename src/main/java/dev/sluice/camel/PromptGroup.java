package dev.sluice.camel;

import dev.sluice.prompt.Prompt;
import java.io.Serializable;
import java.util.List;

/**
 * The prompts of one request: equal in endpoint, model and parameters. Complete in itself, so that it can travel
 * through any queue. Immutable.
 *
 * @param pool the limit pool whose lane it is in
 * @param prompts the prompts, at least one unless all were answered
 * @param attempts how many requests have carried them so far, those refused by a rate limit left out
 */
record PromptGroup(String pool, List<Prompt> prompts, int attempts) implements Serializable {
    PromptGroup {
        prompts = List.copyOf(prompts);
    }

    /** Returns whether nothing is left to ask. */
    public boolean isEmpty() {
        return prompts.isEmpty();
    }

    /** Returns whether its prompts share a conversation. */
    boolean isPacked() {
        return prompts.size() > 1 && !first().endpoint().takesList();
    }

    Prompt first() {
        return prompts.get(0);
    }

    PromptGroup with(List<Prompt> others, int attemptsSoFar) {
        return new PromptGroup(pool, others, attemptsSoFar);
    }
}
