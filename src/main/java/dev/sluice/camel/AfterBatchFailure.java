package dev.sluice.camel;

import dev.sluice.batch.Batch;
import dev.sluice.batch.Batch.State;
import dev.sluice.batch.BatchQueue;
import dev.sluice.batch.BatchStep;
import dev.sluice.batch.BatchStep.Action;
import dev.sluice.batch.BatchStore;
import dev.sluice.batch.RemoteBatch;
import dev.sluice.limit.RateLimitPools;
import dev.sluice.provider.ProviderException;
import dev.sluice.time.StoppedException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.RejectedExecutionException;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What follows from a step of a batch that failed: it is taken again later, from where it is certain that nothing was
 * done. A batch that the provider keeps refusing is taken back, so that its prompts go another way. Thread-safe.
 */
public final class AfterBatchFailure implements Processor {
    private static final Logger LOG = LoggerFactory.getLogger(AfterBatchFailure.class);
    private static final Duration FIRST_WAIT = Duration.ofSeconds(2);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);
    private static final int MOST_REFUSALS = 4;
    private static final int MOST_CLEAN_UPS = 3;
    private static final Pattern THING = Pattern.compile("batch|file", Pattern.CASE_INSENSITIVE);

    private final BatchStore store;
    private final BatchPolls polls;
    private final BatchSteps steps;
    private final RateLimitPools pools;
    private final Clock clock;

    AfterBatchFailure(BatchStore store, BatchPolls polls, BatchSteps steps, RateLimitPools pools, Clock clock) {
        this.store = store;
        this.polls = polls;
        this.steps = steps;
        this.pools = pools;
        this.clock = clock;
    }

    @Override
    public void process(Exchange exchange) {
        Exception failure = cause(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class));
        BatchStep step = exchange.getProperty(BatchSteps.STEP, BatchStep.class);
        boolean stops = failure instanceof StoppedException
                || failure instanceof InterruptedException
                || failure instanceof RejectedExecutionException
                || pools.stopped();
        ReadApiReply.refund(exchange);
        if (step == null) {
            afterPoll(failure, stops);
            return;
        }
        try {
            if (!stops) {
                note(store.get(step.batch().id()), step.action(), failure);
            }
        } finally {
            steps.release(exchange);
        }
    }

    /** The Splitter wraps what its parts throw. */
    private static Exception cause(Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProviderException || cause instanceof StoppedException) {
                return (RuntimeException) cause;
            }
            if (cause instanceof InterruptedException interrupted) {
                return interrupted;
            }
        }
        return failure;
    }

    private void afterPoll(Exception failure, boolean stops) {
        if (!stops) {
            LOG.warn("the batches can't be asked after, later again: {}", failure.toString());
            polls.failed(ReadApiReply.isUnknownPath(failure));
        }
    }

    /** Anything on the way may answer 404; only one that speaks of the thing itself says that it is gone. */
    private static boolean isGone(Exception failure) {
        return failure instanceof ProviderException provider
                && provider.status() == 404
                && THING.matcher(String.valueOf(provider.getMessage())).find();
    }

    private void note(Batch batch, Action action, Exception failure) {
        int count = steps.failed(batch);
        String reason = "the provider, " + words(action) + " failed: " + failure.getMessage();
        LOG.warn("batch {}: {}", batch.id(), reason);
        if (action == Action.CREATE && isQueueFull(failure)) {
            store.update(batch.in(State.UPLOADED).waiting(BatchQueue.longer(batch.delay(), clock.instant())));
            return;
        }
        boolean often = count >= MOST_REFUSALS;
        boolean refused = failure instanceof ProviderException.Rejected
                || failure instanceof ProviderException.TooLarge
                || ReadApiReply.isUnknownPath(failure);
        Batch later = batch.in(whereNothingWasDone(batch, action, failure))
                .waiting(new Batch.Delay(until(failure, count), batch.delay().refusals(), reason));
        store.update(later);
        switch (action) {
            case UPLOAD, CREATE -> {
                if (refused && often) {
                    LOG.error("batch {} is taken back, the provider refuses it: {}", batch.id(), failure.getMessage());
                    steps.giveUp(batch);
                }
            }
            case LOOK, CANCEL -> {
                if (often && isGone(failure)) {
                    polls.vanished(batch.id());
                    store.update(batch.in(State.ENDED).with(batch.remote().withoutResults()));
                }
            }
            case COLLECT -> {
                if (often && refused) {
                    LOG.error("batch {}: the provider has no file with its results any more", batch.id());
                    store.update(batch.in(State.ENDED).with(batch.remote().withoutResults()));
                }
            }
            case FIND_UPLOAD, FIND_BATCH -> {
                if (often && ReadApiReply.isUnknownPath(failure)) {
                    LOG.error("batch {} may be at the provider twice, which can't list what it has", batch.id());
                    store.update(batch.in(action == Action.FIND_UPLOAD ? State.WRITTEN : State.UPLOADED));
                }
            }
            case CLEAN_UP -> {
                if (count >= MOST_CLEAN_UPS) {
                    store.update(batch.in(State.DONE));
                }
            }
            case DROP -> {}
        }
    }

    /** Returns from where to go on: where it is certain that nothing was done, that is before the step. */
    private static State whereNothingWasDone(Batch batch, Action action, Exception failure) {
        boolean certain = failure instanceof ProviderException && !(failure instanceof ProviderException.Unavailable);
        return switch (action) {
            case UPLOAD -> certain ? State.WRITTEN : batch.state();
            case CREATE -> certain ? State.UPLOADED : batch.state();
            default -> batch.state();
        };
    }

    private static boolean isQueueFull(Exception failure) {
        return failure instanceof ProviderException provider
                && (provider.code().equals(RemoteBatch.QUEUE_FULL)
                        || String.valueOf(provider.getMessage())
                                .toLowerCase(Locale.ROOT)
                                .contains("enqueued"));
    }

    private Instant until(Exception failure, int count) {
        Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(count - 1, 8));
        Duration asked = failure instanceof ProviderException provider
                ? provider.retryAfter().orElse(Duration.ZERO)
                : Duration.ZERO;
        Duration longer = asked.compareTo(wait) > 0 ? asked : wait;
        return clock.instant().plus(longer.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : longer);
    }

    private static String words(Action action) {
        return action.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
