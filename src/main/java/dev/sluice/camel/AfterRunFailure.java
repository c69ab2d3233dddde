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
import dev.sluice.time.StoppedException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
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
    /** A gateway gives up waiting, while what is behind it goes on. */
    private static final Set<Integer> MAY_HAVE_ACTED = Set.of(408, 499, 500, 502, 504, 524);

    private static final int MOST_FAILURES = 10;
    private static final String ASSISTANT = "assistant";
    private static final String THREAD = "thread";

    private final RunSteps steps;
    private final RunStore store;
    private final JobStore jobs;
    private final RateLimitPools pools;
    private final ProfileAssistants assistants;
    private final RunEnds ends;
    private final RetryRule retry;
    private final Map<Long, Integer> cancels = new ConcurrentHashMap<>();

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
        try {
            follow(exchange, step, failure);
        } catch (StoreException e) {
            LOG.error(
                    "what follows from a failed step can't be noted, trying again: run={} {}",
                    step.run(),
                    e.toString());
            steps.retry(exchange, step, LONGEST_WAIT.dividedBy(30));
        }
    }

    private void follow(Exchange exchange, RunStep step, Exception failure) {
        if (isStop(failure) || pools.stopped()) {
            Attempt.reservation(exchange).ifPresent(Reservation::withdraw);
            leaveForNextStart(exchange, step, failure);
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
    private void leaveForNextStart(Exchange exchange, RunStep step, Exception failure) {
        Prompt prompt = step.prompt();
        Run run = store.find(RunSteps.runId(exchange)).orElse(null);
        if (prompt != null && run == null) {
            store.unqueue(prompt.job(), prompt.index());
        } else if (prompt != null && run != null && pools.stopped()) {
            if (run.state() == State.STARTING && !mayHaveStarted(failure)) {
                store.update(run.in(State.PREPARING));
            }
        } else if (prompt != null && run != null) {
            if (step.action() == Action.MAKE_ASSISTANT) {
                assistants.failed(exchange);
            }
            ends.drop(exchange, run);
        }
    }

    /** Returns whether the provider may have started what was asked for, though nobody was told. */
    private static boolean mayHaveStarted(Exception failure) {
        if (failure instanceof ProviderException reply) {
            return reply.status() == 0 || reply.status() == 200 || MAY_HAVE_ACTED.contains(reply.status());
        }
        return !neverArrived(failure) && !(failure instanceof StoreException) && !(failure instanceof StoppedException);
    }

    private void tellPool(Exchange exchange, RunStep step, Exception failure) {
        RateLimitPool pool = pools.pool(exchange.getProperty(Attempt.POOL, String.class));
        Attempt.reservation(exchange).ifPresent(reservation -> {
            reservation.refund();
            if (failure instanceof StoreException) {
                return;
            }
            if (failure instanceof ProviderException.RateLimited limited) {
                pool.refused(reservation, WireLimits.refusal(limited));
            } else if (failure instanceof ProviderException.Rejected || failure instanceof ProviderException.TooLarge) {
                pool.rejected(reservation);
            } else if (failure instanceof ProviderException.Blocked) {
                if (step.isStart()
                        && ReadApiReply.isUnknownPath(failure)
                        && gone(step, failure).isEmpty()) {
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
        String gone = gone(step, failure);
        if (gone.equals(ASSISTANT)) {
            afterAssistantIsGone(exchange, step, prompt, failure);
        } else if (gone.equals(THREAD)) {
            ends.failedAttempt(exchange, "thread_vanished", String.valueOf(failure.getMessage()));
        } else if (isAlreadyActive(step, failure)) {
            steps.take(exchange, Action.FIND_RUN, null, FIRST_WAIT);
        } else if (failure instanceof ProviderException.Rejected || failure instanceof ProviderException.TooLarge) {
            giveUp(exchange, step, failure);
        } else if (failure instanceof StoreException) {
            startAgain(exchange, step, prompt, FIRST_WAIT);
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

    /** A response that may have been started, though nobody was told its id, is started again as far as the job allows. */
    private boolean mayRepeat(RunStep step, Prompt prompt, Exception failure) {
        boolean mayBePaid = step.action() == Action.START_RESPONSE && mayHaveStarted(failure);
        return !mayBePaid || jobs.takeRepeats(List.of(prompt), retry.repeatPercent());
    }

    /** A thread of ours that has a run has it from a start whose reply was lost. */
    private static boolean isAlreadyActive(RunStep step, Exception failure) {
        return step.action() == Action.START_RUN
                && failure instanceof ProviderException.Rejected
                && String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT).contains("active run");
    }

    /** Returns what the start of a run lacks by the provider's word: its assistant, its thread, or nothing. */
    private static String gone(RunStep step, Exception failure) {
        boolean missing = step.action() == Action.START_RUN
                && failure instanceof ProviderException provider
                && provider.status() == 404;
        String told = missing ? String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT) : "";
        return told.contains(ASSISTANT) ? ASSISTANT : told.contains(THREAD) ? THREAD : "";
    }

    /** An assistant that was made of the profile is made again, which costs an attempt; one that the user names is not. */
    private void afterAssistantIsGone(Exchange exchange, RunStep step, Prompt prompt, Exception failure) {
        Run run = steps.run(exchange);
        int made = run.attempts() + 1;
        String named = steps.profile(prompt.profile()).runs().assistant();
        if (named != null) {
            ends.fail(
                    exchange,
                    404,
                    "assistant_not_found",
                    "the provider has no assistant of the id that the profile names: profile=" + prompt.profile()
                            + " assistant=" + named);
            return;
        }
        if (made >= retry.attempts()) {
            giveUp(exchange, step, failure);
            return;
        }
        assistants.forget(steps.profile(prompt.profile()), String.valueOf(failure.getMessage()));
        store.update(run.withAttempts(made).in(State.PREPARING));
        assistants.startOrMake(exchange);
    }

    private void startAgain(Exchange exchange, RunStep step, Prompt prompt, Duration wait) {
        Run run = store.find(RunSteps.runId(exchange)).orElse(null);
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        boolean unknown = run != null && run.state() == State.STARTING && mayHaveStarted(failure);
        if (unknown && step.action() == Action.START_RUN) {
            // Whether it was started is to be seen on its thread.
            steps.take(exchange, Action.FIND_RUN, null, wait);
        } else if (step.action() == Action.START_RUN && run != null) {
            store.update(run.in(State.PREPARING));
            assistants.startOrMake(exchange);
        } else {
            if (run != null && unknown) {
                jobs.count(run.job(), JobCounts.maybeRepeated(1));
            } else if (run != null) {
                store.update(run.in(State.PREPARING));
            }
            steps.take(exchange, step.action(), prompt, wait);
        }
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
        boolean outage =
                pools.pool(exchange.getProperty(Attempt.POOL, String.class)).isProbing();
        RunSteps.Failures count = limited || outage ? new RunSteps.Failures(1, 0) : steps.failed(step.run(), refused);
        boolean gone = count.refusals() >= MOST_REFUSALS;
        boolean useless = gone || count.count() >= MOST_FAILURES;
        Duration wait = limited ? Duration.ZERO : longer(FIRST_WAIT, count.count(), failure);
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
