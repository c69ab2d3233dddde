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
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
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
    private static final int MOST_REFUSALS = 5;

    private final BatchStore store;
    private final BatchPolls polls;
    private final BatchSteps steps;
    private final RateLimitPools pools;
    private final Clock clock;
    private final Map<Long, Integer> failures = new ConcurrentHashMap<>();

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
        if (failure instanceof ProviderException.Blocked blocked && !isUnknownPath(failure)) {
            Attempt.reservation(exchange)
                    .ifPresent(reservation -> pools.pool(exchange.getProperty(Attempt.POOL, String.class))
                            .block(reservation, String.valueOf(blocked.getMessage())));
        }
        ReadBatchReply.refund(exchange);
        if (step == null) {
            afterPoll(failure, stops);
            return;
        }
        try {
            if (!stops) {
                note(store.get(step.batch().id()), step.action(), failure);
            }
        } finally {
            steps.done(exchange);
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
            polls.failed(isUnknownPath(failure));
        }
    }

    private static boolean isUnknownPath(Exception failure) {
        return failure instanceof ProviderException provider
                && (provider.status() == 404 || provider.status() == 405 || provider.status() == 501);
    }

    private void note(Batch batch, Action action, Exception failure) {
        if (isUnknownPath(failure) && goesOnWithout(batch, action)) {
            return;
        }
        int count = failures.merge(batch.id(), 1, Integer::sum);
        String reason = "the provider, " + words(action) + " failed: " + failure.getMessage();
        LOG.warn("batch {}: {}", batch.id(), reason);
        boolean refused = failure instanceof ProviderException.Rejected
                || failure instanceof ProviderException.TooLarge
                || isUnknownPath(failure);
        if (action == Action.CREATE && isQueueFull(failure)) {
            store.update(batch.in(State.UPLOADED).waiting(BatchQueue.longer(batch.delay(), clock.instant())));
        } else {
            boolean nothingDone = failure instanceof ProviderException provider
                    && !(provider instanceof ProviderException.Unavailable);
            State state = !nothingDone
                    ? batch.state()
                    : switch (action) {
                        case UPLOAD -> State.WRITTEN;
                        case CREATE -> State.UPLOADED;
                        default -> batch.state();
                    };
            store.update(batch.in(state)
                    .waiting(
                            new Batch.Delay(until(failure, count), batch.delay().refusals(), reason)));
            if (refused && count >= MOST_REFUSALS && action == Action.COLLECT) {
                LOG.error("batch {}: the provider has no file with its results any more", batch.id());
                store.update(batch.with(batch.remote().withoutResults()));
            } else if (refused && count >= MOST_REFUSALS) {
                LOG.error("batch {} is taken back, the provider refuses it: {}", batch.id(), failure.getMessage());
                steps.giveUp(batch);
            }
        }
    }

    /** What the provider doesn't have any more needs no more care, and what it can't list is done anew. */
    private boolean goesOnWithout(Batch batch, Action action) {
        switch (action) {
            case LOOK -> {
                polls.vanished(batch.id());
                store.update(batch.in(State.ENDED).with(batch.remote().withoutResults()));
            }
            case CLEAN_UP -> store.update(batch.in(State.DONE));
            case FIND_UPLOAD -> store.update(batch.in(State.WRITTEN));
            case FIND_BATCH -> {
                store.update(batch.in(batch.remote().file() == null ? State.WRITTEN : State.UPLOADED));
                if (batch.remote().file() == null) {
                    steps.giveUp(batch);
                }
            }
            case UPLOAD -> {
                LOG.error(
                        "batch {} is taken back, the provider knows no Batch API at this address; see sluice.batch.path",
                        batch.id());
                store.update(batch.in(State.WRITTEN));
                steps.giveUp(batch);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private static boolean isQueueFull(Exception failure) {
        return failure instanceof ProviderException.RateLimited
                || (failure instanceof ProviderException provider
                        && provider.code().equals(RemoteBatch.QUEUE_FULL));
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
        return action.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }
}
