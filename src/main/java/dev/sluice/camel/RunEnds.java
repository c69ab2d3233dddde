package dev.sluice.camel;

import dev.sluice.job.JobStore;
import dev.sluice.job.Result;
import dev.sluice.polled.Run;
import dev.sluice.polled.RunPlanner;
import dev.sluice.polled.RunStep;
import dev.sluice.polled.RunStep.Action;
import dev.sluice.polled.RunStore;
import dev.sluice.prompt.Prompt;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How runs end: with a result for their prompt, or to be started again; then what they leave behind is deleted. Thread-safe. */
public final class RunEnds {
    private static final String SETTLED = "SluiceSettled";
    private static final String CANCEL_TOO = "SluiceCancelToo";
    private static final Logger LOG = LoggerFactory.getLogger(RunEnds.class);
    private final RunSteps steps;
    private final RunStore store;
    private final JobStore jobs;
    private final int maxAttempts;
    private final Duration retryDelay;

    RunEnds(RunSteps steps, RunStore store, JobStore jobs, int maxAttempts, Duration retryDelay) {
        this.steps = steps;
        this.store = store;
        this.jobs = jobs;
        this.maxAttempts = maxAttempts;
        this.retryDelay = retryDelay;
    }

    /** Puts the result of the run's prompt into the message, to be stored. */
    void result(Exchange exchange, Result result) {
        exchange.setProperty(SETTLED, true);
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage().setBody(List.of(result));
    }

    /** Fails the prompt of the step. */
    void fail(Exchange exchange, int status, String code, String message) {
        Prompt prompt = RunSteps.step(exchange).prompt();
        Run run = store.find(RunSteps.runId(exchange)).orElse(null);
        if (run != null) {
            int attempts = run.attempts() + 1;
            result(exchange, new Result.Failed(run.job(), run.content().index(), attempts, status, code, message));
        } else if (prompt != null) {
            int attempts = store.attempts(prompt.job(), prompt.index()) + 1;
            result(exchange, new Result.Failed(prompt.job(), prompt.index(), attempts, status, code, message));
        }
    }

    /** Ends a run that came to nothing: its prompt is started again while attempts are left, else it fails. */
    void failedAttempt(Exchange exchange, String code, String message) {
        Run run = steps.run(exchange);
        int made = run.attempts() + 1;
        LOG.debug("run {} came to nothing: attempts={} {} {}", run.id(), made, code, message);
        if (made < maxAttempts) {
            again(exchange, made, retryDelay.multipliedBy(1L << Math.min(run.attempts(), 6)));
        } else {
            fail(exchange, 200, code, message);
        }
    }

    /** Has the prompt of a run started again after a while. */
    void again(Exchange exchange, int attempts, Duration wait) {
        Run run = steps.run(exchange);
        RunPlanner planner = steps.planner(exchange);
        planner.ended(run.id(), null, false);
        RunStore.Again again = store.again(run, attempts);
        planner.take(new RunStep(again.next().id(), Action.READ_AGAIN, null), wait);
        Run old = again.old();
        if (old != null) {
            cleanUp(exchange, old);
        }
    }

    /** Ends a run that was cancelled by Sluice: nobody wants it, it took too long, or Sluice stops. */
    void afterCancel(Exchange exchange, Run run) {
        Duration longest = steps.profile(run.content().profile()).runs().maxRunTime();
        if (jobs.isOver(run.job())) {
            fail(exchange, 0, "cancelled", "the job was cancelled");
        } else {
            failedAttempt(exchange, "run_timeout", "the run took longer than max-run-time: " + longest);
        }
    }

    /** Has a run cancelled, once its prompt has its result. */
    void cancelToo(Exchange exchange) {
        exchange.setProperty(CANCEL_TOO, true);
    }

    /** Lets go of a run whose result is stored; what it leaves behind is deleted next. */
    public void settled(Exchange exchange) throws InterruptedException {
        jobs.awaitStored();
        Run run = store.find(RunSteps.runId(exchange)).orElse(null);
        if (run == null) {
            Prompt prompt = RunSteps.prompt(RunSteps.step(exchange));
            store.unqueue(prompt.job(), prompt.index());
            return;
        }
        steps.planner(exchange).ended(run.id(), null, false);
        Run left = store.leave(run);
        if (left != null && exchange.getProperty(CANCEL_TOO, false, Boolean.class)) {
            take(exchange, left, Action.CANCEL_RUN);
        } else if (left != null) {
            cleanUp(exchange, left);
        }
    }

    /** Lets go of a run that was not started, and needs not be. */
    void drop(Exchange exchange, Run run) {
        Run left = store.leave(run);
        if (left != null) {
            cleanUp(exchange, left);
        }
    }

    /** Has deleted what a run leaves behind, as its profile says, and then forgets it. */
    void cleanUp(Exchange exchange, Run run) {
        Action next = nextCleanUp(run);
        if (next == null) {
            store.delete(run.id());
        } else {
            take(exchange, run, next);
        }
    }

    @Nullable
    Action nextCleanUp(Run run) {
        boolean deletes = steps.profile(run.content().profile()).runs().deletes();
        if (deletes && run.remote().thread() != null) {
            return Action.DELETE_THREAD;
        }
        return deletes && run.remote().file() != null ? Action.DELETE_PROMPT : null;
    }

    private void take(Exchange exchange, Run run, Action action) {
        steps.planner(exchange).take(new RunStep(run.id(), action, null), Duration.ZERO);
    }

    /** Notes for the route that the job of a run is to be read again, for the prompt of that run. */
    public void readAgain(Exchange exchange) {
        Run run = steps.run(exchange);
        BitSet prompt = new BitSet();
        prompt.set(Math.toIntExact(run.content().index()));
        boolean again = jobs.find(run.job()).isPresent() && jobs.readings().again(run.job(), prompt);
        LeftOver.note(exchange, run.job(), again);
    }
}
