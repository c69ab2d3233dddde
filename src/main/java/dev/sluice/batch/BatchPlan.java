package dev.sluice.batch;

import dev.sluice.batch.BatchStep.Action;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done next for each batch, in the order in which they were written. A batch enters the provider's queue
 * when that has room for it, and no other goes before it there. Stateless.
 */
public final class BatchPlan {
    private final Function<String, @Nullable Long> enqueuedTokens;
    private final Predicate<Batch> unwanted;
    private final Predicate<Batch> unseen;

    /**
     * Creates one.
     *
     * @param enqueuedTokens how many tokens fit the provider's queue for a limit pool, null for any number
     * @param unwanted whether a batch is to end early
     * @param unseen whether the provider's list lacks a batch that should be there
     */
    public BatchPlan(
            Function<String, @Nullable Long> enqueuedTokens, Predicate<Batch> unwanted, Predicate<Batch> unseen) {
        this.enqueuedTokens = enqueuedTokens;
        this.unwanted = unwanted;
        this.unseen = unseen;
    }

    /** Returns what is to be done at this moment. */
    public List<BatchStep> steps(List<Batch> batches, Instant now) {
        List<BatchStep> steps = new ArrayList<>();
        Set<String> shut = new HashSet<>();
        for (Batch batch : batches) {
            boolean may = !now.isBefore(batch.delay().until());
            Action action = action(batch, batches, may && !shut.contains(batch.pool()));
            if (action == null && isBeforeQueue(batch)) {
                shut.add(batch.pool());
            }
            if (action != null && (may || action == Action.DROP)) {
                steps.add(new BatchStep(batch, action));
            }
        }
        return steps;
    }

    private @Nullable Action action(Batch batch, List<Batch> batches, boolean mayEnter) {
        boolean ends = unwanted.test(batch);
        boolean enters = mayEnter && hasRoom(batch, batches);
        return switch (batch.state()) {
            case WRITTEN -> ends ? Action.DROP : enters ? Action.UPLOAD : null;
            case UPLOADING -> Action.FIND_UPLOAD;
            case UPLOADED -> ends ? Action.DROP : enters ? Action.CREATE : null;
            case CREATING -> Action.FIND_BATCH;
            case RUNNING -> ends ? Action.CANCEL : unseen.test(batch) ? Action.LOOK : null;
            case CANCELLING -> unseen.test(batch) ? Action.LOOK : null;
            case ENDED -> Action.COLLECT;
            case COLLECTED -> Action.CLEAN_UP;
            case DONE -> null;
        };
    }

    private static boolean isBeforeQueue(Batch batch) {
        return batch.state() == Batch.State.WRITTEN || batch.state() == Batch.State.UPLOADED;
    }

    /** Returns whether the provider's queue has room; a batch that is larger than the queue goes when that is empty. */
    private boolean hasRoom(Batch batch, List<Batch> batches) {
        Long most = enqueuedTokens.apply(batch.pool());
        if (most == null) {
            return true;
        }
        long enqueued = batches.stream()
                .filter(other -> other.id() != batch.id() && other.pool().equals(batch.pool()))
                .filter(other ->
                        other.isEnqueued() || other.state() == Batch.State.UPLOADING || entersBefore(other, batch))
                .mapToLong(other -> other.content().tokens())
                .sum();
        return enqueued == 0 || enqueued + batch.content().tokens() <= most;
    }

    /** One that is uploaded already, and written before, has its place in the queue. */
    private static boolean entersBefore(Batch other, Batch batch) {
        return other.state() == Batch.State.UPLOADED && other.id() < batch.id();
    }
}
