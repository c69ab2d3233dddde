package dev.sluice.batch;

import dev.sluice.provider.Usage;
import dev.sluice.usage.Asker;
import dev.sluice.usage.PromptUse;
import dev.sluice.usage.RequestUse;
import dev.sluice.usage.RequestUse.Outcome;
import dev.sluice.usage.Service;
import dev.sluice.usage.UsedTokens;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/**
 * Makes entries for the ledger of what the lines of a batch used, each with a mark, so that a file that is fetched again counts
 * once. Serves one batch; as thread-safe as those that it is made of.
 */
public final class BatchUses {
    /** What is put behind the name of the limit pool, since the Batch API takes nothing of the limits online. */
    public static final String OF_BATCHES = "/batch";

    private final Batch batch;
    private final LongFunction<Asker> askers;
    private final Consumer<RequestUse> uses;
    private final Clock clock;

    /** Creates one for a batch whose prompts go on these accounts. */
    public BatchUses(Batch batch, LongFunction<Asker> askers, Consumer<RequestUse> uses, Clock clock) {
        this.batch = batch;
        this.askers = askers;
        this.uses = uses;
        this.clock = clock;
    }

    /** Notes what an answered line used. */
    void answered(CustomId id, Usage usage) {
        UsedTokens tokens = new UsedTokens(usage.promptTokens(), usage.cachedTokens(), usage.completionTokens());
        PromptUse prompt = new PromptUse(id.job(), id.index(), askers.apply(id.index()), tokens);
        uses.accept(use(id, Outcome.ANSWERED, List.of(prompt)));
    }

    /** Notes a line that has failed, which costs nothing. */
    void failed(CustomId id) {
        uses.accept(use(id, Outcome.FAILED, List.of()));
    }

    private RequestUse use(CustomId id, Outcome outcome, List<PromptUse> prompts) {
        return new RequestUse(
                clock.instant(),
                batch.pool() + OF_BATCHES,
                batch.content().model(),
                askers.apply(id.index()),
                Service.BATCH,
                outcome,
                1,
                Duration.ZERO,
                RequestUse.markOf(batch.content().token() + "-" + id.index()),
                prompts);
    }
}
