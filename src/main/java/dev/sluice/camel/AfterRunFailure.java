package dev.sluice.camel;

import dev.sluice.job.JobCounts;
import dev.sluice.job.JobStore;
import dev.sluice.job.StoreException;
import dev.sluice.limit.RateLimitPool;
import dev.sluice.limit.RateLimitPools;
import dev.sluice.limit.Reservation;
import dev.sluice.polled.Run;
import dev.sluice.polled.Run.State;
import dev.sluice.polled.RunStep;
import dev.sluice.polled.RunStep.Action;
import dev.sluice.polled.RunStore;
import dev.sluice.prompt.Prompt;
import dev.sluice.provider.ProviderException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What follows from a step of a run that failed: its pool hears of it, and the step is taken again later. A run that is lost is
 * an attempt of its prompt. Thread-safe.
 */
public final class AfterRunFailure implements Processor {
    private static final Logger LOG = LoggerFactory.getLogger(AfterRunFailure.class);
    private static final Duration FIRST_WAIT = Duration.ofSeconds(2);
    private static final Duration STORE_WAIT = Duration.ofSeconds(10);
    private static final int MOST_REFUSALS = 3;
    private static final int MOST_FAILURES = 10;

    private final RunSteps steps;
    private final RunStore store;
    private final JobStore jobs;
    private final RateLimitPools pools;
    private final ProfileAssistants assistants;
    private final RunEnds ends;
    private final AfterStartFailure afterStart;
    private final Map<Long, Integer> cancels = new ConcurrentHashMap<>();

    AfterRunFailure(
            RunSteps steps,
            RunStore store,
            JobStore jobs,
            RateLimitPools pools,
            ProfileAssistants assistants,
            RunEnds ends,
            AfterStartFailure afterStart) {
        this.steps = steps;
        this.store = store;
        this.jobs = jobs;
        this.pools = pools;
        this.assistants = assistants;
        this.ends = ends;
        this.afterStart = afterStart;
    }

    @Override
    public void process(Exchange exchange) {
        Exception cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        RunStep step = RunSteps.step(exchange);
        steps.passed(exchange);
        exchange.getMessage().setBody(List.of());
        try {
            follow(exchange, new RunFailure(step, cause));
        } catch (StoreException e) {
            LOG.error(
                    "what follows from a failed step can't be noted, trying again: run={} {}",
                    step.run(),
                    e.toString());
            steps.retry(exchange, step, STORE_WAIT);
        }
    }

    private void follow(Exchange exchange, RunFailure failure) {
        if (failure.isStop() || pools.stopped()) {
            Attempt.reservation(exchange).ifPresent(Reservation::withdraw);
            leaveForNextStart(exchange, failure);
            return;
        }
        tellPool(exchange, failure);
        RunStep step = failure.step();
        LOG.debug(
                "step of a run failed: run={} step={} {}",
                step.run(),
                step.action(),
                failure.cause().toString());
        if (step.isStart()) {
            afterStart.follow(exchange, failure);
        } else {
            afterOther(exchange, failure);
        }
    }

    /** What is not begun stays in its file; a cancelled job's prompts get their results there. */
    private void leaveForNextStart(Exchange exchange, RunFailure failure) {
        Prompt prompt = failure.step().prompt();
        Run run = store.find(RunSteps.runId(exchange)).orElse(null);
        if (prompt != null && run == null) {
            store.unqueue(prompt.job(), prompt.index());
        } else if (prompt != null && run != null && pools.stopped()) {
            if (run.state() == State.STARTING && !failure.mayHaveStarted()) {
                store.update(run.in(State.PREPARING));
            }
        } else if (prompt != null && run != null) {
            if (failure.step().action() == Action.MAKE_ASSISTANT) {
                assistants.failed(exchange);
            }
            ends.drop(exchange, run);
        }
    }

    private void tellPool(Exchange exchange, RunFailure failure) {
        RateLimitPool pool = pool(exchange);
        Attempt.reservation(exchange).ifPresent(reservation -> {
            reservation.refund();
            if (failure.isOfStore()) {
                return;
            }
            if (failure.cause() instanceof ProviderException.RateLimited limited) {
                pool.refused(reservation, WireLimits.refusal(limited));
            } else if (failure.isRefusal()) {
                pool.rejected(reservation);
            } else if (failure.isBlocked()) {
                if (failure.step().isStart()
                        && ReadApiReply.isUnknownPath(failure.cause())
                        && !failure.lacksAssistant()
                        && !failure.lacksThread()) {
                    pool.block(reservation, failure.message());
                }
            } else {
                pool.faulted(reservation, failure.message(), failure.retryAfter());
            }
        });
        if (failure.isLimited()) {
            store.find(RunSteps.runId(exchange)).ifPresent(run -> jobs.count(run.job(), JobCounts.refusal()));
        }
    }

    private RateLimitPool pool(Exchange exchange) {
        return pools.pool(exchange.getProperty(Attempt.POOL, String.class));
    }

    private void afterOther(Exchange exchange, RunFailure failure) {
        RunStep step = failure.step();
        boolean limited = failure.isLimited();
        boolean refused = failure.cause() instanceof ProviderException provider
                && (provider instanceof ProviderException.Rejected || provider.status() == 404);
        boolean outage = pool(exchange).isProbing();
        RunSteps.Failures count = limited || outage ? new RunSteps.Failures(1, 0) : steps.failed(step.run(), refused);
        boolean gone = count.refusals() >= MOST_REFUSALS;
        boolean useless = gone || count.count() >= MOST_FAILURES;
        Duration wait = limited ? Duration.ZERO : failure.waitAfter(FIRST_WAIT, count.count());
        switch (step.action()) {
            case POLL_RUN -> {
                if (gone) {
                    LOG.warn("the provider has lost a run, its prompt is started again: run={}", step.run());
                    ends.failedAttempt(exchange, "run_vanished", "the provider knows the run no more");
                } else {
                    steps.planner(exchange).failed(step.run(), wait);
                }
            }
            case CANCEL_RUN -> afterCancel(exchange, step, refused, useless, wait);
            case FETCH_ANSWER -> {
                if (useless) {
                    ends.failedAttempt(exchange, "messages_vanished", "the provider gives no messages of the run");
                } else {
                    steps.take(exchange, step.action(), null, wait);
                }
            }
            case FIND_RUN -> {
                if (gone) {
                    ends.again(exchange, steps.run(exchange).attempts() + 1, Duration.ZERO);
                } else {
                    steps.take(exchange, step.action(), null, wait);
                }
            }
            default -> {
                if (count.count() >= MOST_REFUSALS) {
                    LOG.warn("what a run leaves behind can't be deleted, it stays: run={}", step.run());
                    store.delete(step.run());
                } else {
                    steps.take(exchange, step.action(), null, wait);
                }
            }
        }
    }

    /** One that can't be cancelled has likely come to its end meanwhile: a poll tells. */
    private void afterCancel(Exchange exchange, RunStep step, boolean refused, boolean useless, Duration wait) {
        Run run = steps.run(exchange);
        int tries = cancels.merge(step.run(), 1, Integer::sum);
        if (run.state() == State.OVER) {
            if (refused || tries >= MOST_REFUSALS) {
                cancels.remove(step.run());
                ends.cleanUp(exchange, run);
            } else {
                steps.take(exchange, step.action(), null, wait);
            }
        } else if (useless || (refused && tries >= MOST_REFUSALS)) {
            cancels.remove(step.run());
            ends.afterCancel(exchange, run);
        } else if (refused) {
            steps.take(exchange, Action.POLL_RUN, null, wait);
        } else {
            steps.planner(exchange).failed(step.run(), wait);
        }
    }
}
