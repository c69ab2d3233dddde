package dev.sluice.batch;

import dev.sluice.job.BatchShare;
import dev.sluice.prompt.ModelCatalog;
import dev.sluice.prompt.Price;
import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What batches have saved: they cost half of what the same tokens cost online. Stateless. */
public final class Savings {
    private static final BigDecimal HALF = new BigDecimal("0.5");

    private Savings() {}

    /** Returns the share that the batches of a job have in it. */
    public static BatchShare of(List<Batch> batches, ModelCatalog models) {
        long answered = 0;
        long input = 0;
        long output = 0;
        long created = 0;
        long prompts = 0;
        @Nullable BigDecimal saved = BigDecimal.ZERO;
        for (Batch batch : batches) {
            boolean wasCreated = batch.remote().batch() != null;
            created += wasCreated ? 1 : 0;
            prompts += wasCreated ? batch.prompts().cardinality() : 0;
            answered += batch.brought().answered();
            input += batch.brought().inputTokens();
            output += batch.brought().outputTokens();
            Optional<Price> price = models.find(batch.content().model())
                    .priceOn(batch.content().writtenAt().atZone(ZoneOffset.UTC).toLocalDate());
            boolean free = batch.brought().inputTokens() + batch.brought().outputTokens() == 0;
            saved = saved == null || (price.isEmpty() && !free)
                    ? null
                    : saved.add(price.map(known -> known.of(
                                    batch.brought().inputTokens(),
                                    batch.brought().outputTokens()))
                            .orElse(BigDecimal.ZERO)
                            .multiply(HALF));
        }
        return new BatchShare(created, prompts, answered, input, output, saved);
    }
}
