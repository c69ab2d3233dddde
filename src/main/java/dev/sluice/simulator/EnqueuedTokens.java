package dev.sluice.simulator;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The tokens of the batches that are not done, by the models that share a limit. Thread-safe. */
final class EnqueuedTokens {
    private final Map<String, Long> waiting = new HashMap<>();

    /** Takes room for a batch where there is some, and returns whether there was. */
    synchronized boolean tryTake(SimulatorOptions options, BatchCheck.Result batch) {
        String key = Limiter.key(options.limits(), batch.model());
        long all = waiting.getOrDefault(key, 0L) + batch.tokens();
        Long limit = options.limits().getOrDefault(key, Limits.none()).enqueuedTokens();
        if (limit != null && all > limit) {
            return false;
        }
        waiting.put(key, all);
        return true;
    }

    /** Gives the room of a batch back. */
    synchronized void giveBack(SimulatorOptions options, BatchCheck.Result batch) {
        waiting.merge(Limiter.key(options.limits(), batch.model()), -batch.tokens(), Long::sum);
    }

    /** Returns the error of a batch that found no room. */
    static BatchError error(SimulatorOptions options, BatchCheck.Result batch) {
        String key = Limiter.key(options.limits(), batch.model());
        Long limit = options.limits().getOrDefault(key, Limits.none()).enqueuedTokens();
        return BatchError.ofBatch(
                "token_limit_exceeded",
                String.format(
                        Locale.ROOT,
                        "Enqueued token limit reached for %s in organization org-simulated. Limit: %,d enqueued tokens."
                                + " Please try again once some in_progress batches have been completed.",
                        batch.model(),
                        limit));
    }
}
