package dev.sluice.console;

import dev.sluice.batch.PollRhythm;
import dev.sluice.batch.RemoteBatch;
import dev.sluice.config.Setting;
import dev.sluice.config.Settings;
import dev.sluice.provider.BatchClient;
import dev.sluice.provider.ProviderException;
import dev.sluice.time.Ticker;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Waits until a batch is done. A poll that fails is a late poll, unless the provider refuses several in a row. Serves one
 * batch; not thread-safe.
 */
final class BatchWait {
    private static final Duration OUTPUT_LATE = Duration.ofMinutes(10);
    private static final int MOST_REFUSALS = 3;
    private final BatchClient client;
    private final String id;
    private final Ticker ticker;
    private final PollRhythm rhythm;
    private final Consumer<String> progress;
    private String standing = "";
    private @Nullable Long endedAtNanos;
    private int refusals;

    /** Prepares to wait; what changes is told to {@code progress}, a sentence at a time. */
    BatchWait(BatchClient client, String id, Settings settings, Ticker ticker, Consumer<String> progress) {
        this.client = client;
        this.id = id;
        this.ticker = ticker;
        this.progress = progress;
        rhythm = new PollRhythm(
                Duration.ofSeconds(settings.number(Setting.BATCH_POLL_MIN_SECONDS)),
                Duration.ofSeconds(settings.number(Setting.BATCH_POLL_MAX_SECONDS)),
                ticker);
    }

    /** Returns the batch when it is done, or empty when a stop is asked for before. */
    Optional<RemoteBatch> untilDone(Pause stop) {
        rhythm.asked(true, null);
        while (!stop.await(rhythm.left())) {
            Optional<RemoteBatch> batch = look();
            if (batch.filter(this::isDone).isPresent()) {
                return batch;
            }
        }
        return Optional.empty();
    }

    private Optional<RemoteBatch> look() {
        try {
            BatchClient.Reply reply = client.look(id);
            RemoteBatch batch = BatchAction.batch(reply.body());
            String now = BatchResults.standing(batch);
            boolean changed = !now.equals(standing);
            if (changed) {
                progress.accept(now);
            }
            standing = now;
            refusals = 0;
            rhythm.asked(changed, reply.pollAfter());
            return Optional.of(batch);
        } catch (ProviderException e) {
            refusals += isRefusal(e) ? 1 : -refusals;
            if (refusals == MOST_REFUSALS) {
                throw e;
            }
            progress.accept(id + ": " + e.getMessage() + "; asked again later");
            rhythm.asked(false, null);
            return Optional.empty();
        }
    }

    /** The file with the answers sometimes comes a while after the batch is said to be done. */
    private boolean isDone(RemoteBatch batch) {
        if (!batch.isEnded() || !batch.lacksOutput()) {
            return batch.isEnded();
        }
        if (endedAtNanos == null) {
            endedAtNanos = ticker.nanos();
        }
        return ticker.nanos() - endedAtNanos > OUTPUT_LATE.toNanos();
    }

    private static boolean isRefusal(ProviderException failure) {
        return failure instanceof ProviderException.Blocked || failure instanceof ProviderException.Rejected;
    }
}
