package dev.sluice.camel;

import dev.sluice.job.JobCounts;
import dev.sluice.job.JobStore;
import dev.sluice.limit.RateLimitPools;
import dev.sluice.polled.Run;
import dev.sluice.polled.Run.State;
import dev.sluice.polled.RunStep;
import dev.sluice.polled.RunStep.Action;
import dev.sluice.polled.RunStore;
import dev.sluice.prompt.Prompt;
import dev.sluice.provider.ProviderException;
import java.time.Duration;
import java.util.List;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * What follows where a run could not be started: it is started again, sought in case it was started after all, or its prompt
 * fails. Only this uses up attempts of a prompt. Thread-safe.
 */
final class AfterStartFailure {
    private static final Duration FIRST_WAIT = Duration.ofSeconds(2);

    private final RunSteps steps;
    private final RunStore store;
    private final JobStore jobs;
    private final RateLimitPools pools;
    private final ProfileAssistants assistants;
    private final RunEnds ends;
    private final RetryRule retry;

    /**
     * How often prompts are sent again.
     *
     * @param attempts how many attempts a prompt has
     * @param delay the wait before the second one
     * @param repeatPercent how many prompts of a job, in per cent, may be sent again though they may have been paid for
     */
    record RetryRule(int attempts, Duration delay, int repeatPercent) {}

    AfterStartFailure(
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

    void follow(Exchange exchange, RunFailure failure) {
        Prompt prompt = RunSteps.prompt(failure.step());
        if (failure.lacksAssistant()) {
            afterAssistantIsGone(exchange, prompt, failure);
        } else if (failure.lacksThread()) {
            ends.failedAttempt(exchange, "thread_vanished", failure.message());
        } else if (failure.isAlreadyActive()) {
            steps.take(exchange, Action.FIND_RUN, null, FIRST_WAIT);
        } else if (failure.isRefusal()) {
            giveUp(exchange, failure);
        } else if (failure.isOfStore()) {
            startAgain(exchange, prompt, failure, FIRST_WAIT);
        } else if (failure.isLimited() || failure.isBlocked() || failure.neverArrived()) {
            startAgain(exchange, prompt, failure, Duration.ZERO);
        } else {
            afterFault(exchange, prompt, failure);
        }
    }

    private void afterFault(Exchange exchange, Prompt prompt, RunFailure failure) {
        Run run = run(exchange);
        int made = (run == null ? 0 : run.attempts()) + 1;
        boolean probing =
                pools.pool(exchange.getProperty(Attempt.POOL, String.class)).isProbing();
        if ((made >= retry.attempts() && !probing) || !mayRepeat(prompt, failure)) {
            giveUp(exchange, failure);
            return;
        }
        if (run != null && !probing) {
            store.update(run.withAttempts(made));
        }
        jobs.count(prompt.job(), JobCounts.retry());
        startAgain(exchange, prompt, failure, failure.waitAfter(retry.delay(), made));
    }

    /** A response that may have been started, though nobody was told its id, is started again as far as the job allows. */
    private boolean mayRepeat(Prompt prompt, RunFailure failure) {
        boolean mayBePaid = failure.step().action() == Action.START_RESPONSE && failure.mayHaveStarted();
        return !mayBePaid || jobs.takeRepeats(List.of(prompt), retry.repeatPercent());
    }

    /** An assistant that was made of the profile is made again, which costs an attempt; one that the user names is not. */
    private void afterAssistantIsGone(Exchange exchange, Prompt prompt, RunFailure failure) {
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
            giveUp(exchange, failure);
            return;
        }
        assistants.forget(steps.profile(prompt.profile()), failure.message());
        store.update(run.withAttempts(made).in(State.PREPARING));
        assistants.startOrMake(exchange);
    }

    private void startAgain(Exchange exchange, Prompt prompt, RunFailure failure, Duration wait) {
        RunStep step = failure.step();
        Run run = run(exchange);
        boolean unknown = run != null && run.state() == State.STARTING && failure.mayHaveStarted();
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

    private void giveUp(Exchange exchange, RunFailure failure) {
        ProviderException told = failure.told();
        ends.fail(exchange, told.status(), told.code(), String.valueOf(told.getMessage()));
        if (failure.step().action() == Action.MAKE_ASSISTANT) {
            assistants.failed(exchange);
        }
    }

    private @Nullable Run run(Exchange exchange) {
        return store.find(RunSteps.runId(exchange)).orElse(null);
    }
}
