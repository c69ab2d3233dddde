package dev.sluice.camel;

import dev.sluice.job.JobCounts;
import dev.sluice.job.JobStore;
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
import dev.sluice.time.StoppedException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What follows from a step of a run that failed: its pool hears of it, and the step is taken again later. Only starts use up
 * attempts of their prompt; a run that is lost is one. Thread-safe.
 */
public final class AfterRunFailure implements Processor {
    private static final Logger LOG = LoggerFactory.getLogger(AfterRunFailure.class);
    private static final Duration FIRST_WAIT = Duration.ofSeconds(2);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);
    private static final int MOST_REFUSALS = 3;
    private static final int FORGET_COUNTS = 10_000;

    private final RunSteps steps;
    private final RunStore store;
    private final JobStore jobs;
    private final RateLimitPools pools;
    private final ProfileAssistants assistants;
    private final RunEnds ends;
    private final RetryRule retry;
    private final Map<Long, Integer> failures = new ConcurrentHashMap<>();

    /**
     * How often prompts are sent again.
     *
     * @param attempts how many attempts a prompt has
     * @param delay the wait before the second one
     * @param repeatPercent how many prompts of a job, in per cent, may be sent again though they may have been paid for
     */
    record RetryRule(int attempts, Duration delay, int repeatPercent) {}

    AfterRunFailure(
            RunSteps steps,
            RunStore store,
            JobStore jobs,
            RateLimitPools pools,
            ProfileAssistants assistants,
            RunEnds ends,
            RetryRule retry) {
        this.steps = steps;
        this.store = store;
        this.jobs = jobs;
        this.pools = pools;
        this.assistants = assistants;
        this.ends = ends;
        this.retry = retry;
    }

    @Override
    public void process(Exchange exchange) {
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        RunStep step = RunSteps.step(exchange);
        steps.passed(exchange);
        exchange.getMessage().setBody(List.of());
        if (isStop(failure) || pools.stopped()) {
            Attempt.reservation(exchange).ifPresent(Reservation::withdraw);
            leaveForNextStart(exchange, step);
            return;
        }
        tellPool(exchange, step, failure);
        LOG.debug("step of a run failed: run={} step={} {}", step.run(), step.action(), failure.toString());
        if (step.isStart()) {
            afterStart(exchange, step, RunSteps.prompt(step), failure);
        } else {
            afterOther(exchange, step, failure);
        }
    }

    private static boolean isStop(Exception failure) {
        return failure instanceof StoppedException
                || failure instanceof InterruptedException
                || failure instanceof RejectedExecutionException;
    }

    /** What is not begun stays in its file; a cancelled job's prompts get their results there. */
    private void leaveForNextStart(Exchange exchange, RunStep step) {
        Prompt prompt = step.prompt();
        Run run = store.find(RunSteps.runId(exchange)).orElse(null);
        if (prompt != null && run == null) {
            store.unqueue(prompt.job(), prompt.index());
        } else if (prompt != null && run != null && run.state() == State.PREPARING && !pools.stopped()) {
            Run left = store.leave(run);
            if (left != null) {
                ends.cleanUp(exchange, left);
            }
        }
    }

    private void tellPool(Exchange exchange, RunStep step, Exception failure) {
        RateLimitPool pool = pools.pool(exchange.getProperty(Attempt.POOL, String.class));
        Attempt.reservation(exchange).ifPresent(reservation -> {
            reservation.refund();
            if (failure instanceof ProviderException.RateLimited limited) {
                pool.refused(reservation, WireLimits.refusal(limited));
            } else if (failure instanceof ProviderException.Rejected || failure instanceof ProviderException.TooLarge) {
                pool.rejected(reservation);
            } else if (failure instanceof ProviderException.Blocked) {
                if (step.isStart() && ReadApiReply.isUnknownPath(failure)) {
                    pool.block(reservation, String.valueOf(failure.getMessage()));
                }
            } else {
                pool.faulted(reservation, String.valueOf(failure.getMessage()), retryAfter(failure));
            }
        });
        if (failure instanceof ProviderException.RateLimited) {
            store.find(RunSteps.runId(exchange)).ifPresent(run -> jobs.count(run.job(), JobCounts.refusal()));
        }
    }

    private void afterStart(Exchange exchange, RunStep step, Prompt prompt, Exception failure) {
        boolean isForGood =
                failure instanceof ProviderException.Rejected || failure instanceof ProviderException.TooLarge;
        if (isForGood && !mayHaveNewAssistant(step, prompt, (ProviderException) failure)) {
            giveUp(exchange, step, failure);
        } else if (failure instanceof ProviderException.RateLimited
                || failure instanceof ProviderException.Blocked
                || neverArrived(failure)) {
            startAgain(exchange, step, prompt, Duration.ZERO);
        } else {
            Run run = store.find(RunSteps.runId(exchange)).orElse(null);
            int made = (run == null ? 0 : run.attempts()) + 1;
            boolean probing =
                    pools.pool(exchange.getProperty(Attempt.POOL, String.class)).isProbing();
            if ((made >= retry.attempts() && !probing) || !mayRepeat(step, prompt, failure)) {
                giveUp(exchange, step, failure);
                return;
            }
            if (run != null && !probing) {
                store.update(run.withAttempts(made));
            }
            jobs.count(prompt.job(), JobCounts.retry());
            startAgain(exchange, step, prompt, longer(retry.delay(), made, failure));
        }
    }

    /** A response that was asked for without a reply may have been started all the same. */
    private boolean mayRepeat(RunStep step, Prompt prompt, Exception failure) {
        boolean mayBePaid = step.action() == Action.START_RESPONSE
                && (failure instanceof IOException
                        || (failure instanceof ProviderException reply && reply.status() == 200));
        return !mayBePaid || jobs.takeRepeats(List.of(prompt), retry.repeatPercent());
    }

    /** An assistant that was deleted at the provider is made again, once for each attempt. */
    private boolean mayHaveNewAssistant(RunStep step, Prompt prompt, ProviderException failure) {
        boolean gone = step.action() == Action.START_RUN
                && failure.status() == 404
                && String.valueOf(failure.getMessage()).contains("assistant")
                && steps.profile(prompt.profile()).runs().assistant() == null;
        if (gone) {
            assistants.forget(steps.profile(prompt.profile()));
        }
        return gone;
    }

    private void startAgain(Exchange exchange, RunStep step, Prompt prompt, Duration wait) {
        Run run = store.find(RunSteps.runId(exchange)).orElse(null);
        boolean unknown = step.action() == Action.START_RUN && isUnknown(run, exchange);
        if (unknown) {
            // Whether it was started is to be seen on its thread.
            steps.take(exchange, Action.FIND_RUN, null, wait);
        } else if (step.action() == Action.START_RUN && run != null) {
            store.update(run.in(State.PREPARING));
            assistants.startOrMake(exchange);
        } else {
            if (run != null && !isUnknown(run, exchange)) {
                store.update(run.in(State.PREPARING));
            } else if (run != null) {
                jobs.count(run.job(), JobCounts.maybeRepeated(1));
            }
            steps.take(exchange, step.action(), prompt, wait);
        }
    }

    private static boolean isUnknown(@Nullable Run run, Exchange exchange) {
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        boolean replied = failure instanceof ProviderException reply && reply.status() >= 400;
        return run != null && run.state() == State.STARTING && !replied && !neverArrived(failure);
    }

    private void giveUp(Exchange exchange, RunStep step, Exception failure) {
        ProviderException told = told(failure);
        ends.fail(exchange, told.status(), told.code(), String.valueOf(told.getMessage()));
        if (step.action() == Action.MAKE_ASSISTANT) {
            assistants.failed(exchange);
        }
    }

    private static ProviderException told(Exception failure) {
        if (failure instanceof ProviderException provider) {
            return provider;
        }
        if (failure instanceof IOException io) {
            return ProviderException.Unavailable.noReply(io);
        }
        LOG.error("unexpected failure of a run", failure);
        return new ProviderException.Unavailable(0, "internal_error", failure.toString(), null);
    }

    private void afterOther(Exchange exchange, RunStep step, Exception failure) {
        boolean limited = failure instanceof ProviderException.RateLimited;
        boolean refused = failure instanceof ProviderException provider
                && (failure instanceof ProviderException.Rejected || provider.status() == 404);
        if (failures.size() > FORGET_COUNTS) {
            failures.clear();
        }
        int count = limited ? 1 : failures.merge(step.run(), 1, Integer::sum);
        boolean often = count >= MOST_REFUSALS && refused;
        Duration wait = limited ? Duration.ZERO : longer(FIRST_WAIT, count, failure);
        if (often) {
            failures.remove(step.run());
        }
        switch (step.action()) {
            case POLL_RUN -> {
                if (often) {
                    LOG.warn("the provider has lost a run, its prompt is started again: run={}", step.run());
                    ends.failedAttempt(exchange, "run_vanished", "the provider knows the run no more");
                } else {
                    steps.planner(exchange).failed(step.run(), wait);
                }
            }
            case CANCEL_RUN -> afterCancel(exchange, step, refused, often, wait);
            case FETCH_ANSWER -> {
                if (often) {
                    ends.failedAttempt(exchange, "messages_vanished", "the provider has no messages of the run");
                } else {
                    steps.take(exchange, step.action(), null, wait);
                }
            }
            case FIND_RUN -> {
                if (often) {
                    ends.again(exchange, steps.run(exchange).attempts() + 1, Duration.ZERO);
                } else {
                    steps.take(exchange, step.action(), null, wait);
                }
            }
            default -> {
                if (count >= MOST_REFUSALS) {
                    LOG.warn("what a run leaves behind can't be deleted, it stays: run={}", step.run());
                    failures.remove(step.run());
                    store.delete(step.run());
                } else {
                    steps.take(exchange, step.action(), null, wait);
                }
            }
        }
    }

    /** One that can't be cancelled has likely come to its end meanwhile: a poll tells. */
    private void afterCancel(Exchange exchange, RunStep step, boolean refused, boolean often, Duration wait) {
        Run run = steps.run(exchange);
        if (run.state() == State.OVER && refused) {
            ends.cleanUp(exchange, run);
        } else if (often) {
            ends.afterCancel(exchange, run);
        } else if (refused) {
            steps.take(exchange, Action.POLL_RUN, null, wait);
        } else if (run.state() == State.OVER) {
            steps.take(exchange, step.action(), null, wait);
        } else {
            steps.planner(exchange).failed(step.run(), wait);
        }
    }

    private static Duration longer(Duration first, int count, Exception failure) {
        Duration wait = first.multipliedBy(1L << Math.min(count - 1, 8));
        Duration asked = retryAfter(failure);
        Duration longer = asked != null && asked.compareTo(wait) > 0 ? asked : wait;
        return longer.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : longer;
    }

    private static @Nullable Duration retryAfter(Exception failure) {
        return failure instanceof ProviderException provider
                ? provider.retryAfter().orElse(null)
                : null;
    }

    private static boolean neverArrived(Exception failure) {
        return failure instanceof ConnectException
                || failure instanceof ConnectTimeoutException
                || failure instanceof UnknownHostException
                || failure instanceof NoRouteToHostException;
    }
}
