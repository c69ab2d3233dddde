package dev.sluice.batch;

import dev.sluice.batch.Batch.State;
import dev.sluice.prompt.Endpoint;
import java.time.Instant;
import java.util.BitSet;

/** Batches as tests need them. */
final class TestBatches {
    static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    private TestBatches() {}

    /** Returns a batch of the first prompts of job 7. */
    static Batch batch(long id, State state, int prompts, long tokens) {
        BitSet positions = new BitSet();
        positions.set(0, prompts);
        Batch.Content content = new Batch.Content(
                7, "token-" + id, "http://p", "default", Endpoint.CHAT, "m", positions, tokens, 1_000, NOW);
        return Batch.of(content, state).numbered(id);
    }
}
