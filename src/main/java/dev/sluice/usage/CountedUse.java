package dev.sluice.usage;

import java.util.List;

/**
 * A request as the ledger has it. Immutable.
 *
 * @param use the request
 * @param microUsd what each of its prompts costs, in millionths of a dollar; empty where the price is unknown
 */
public record CountedUse(RequestUse use, List<Long> microUsd) {
    /** Copies the list. */
    public CountedUse {
        microUsd = List.copyOf(microUsd);
    }
}
