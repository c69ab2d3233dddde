package dev.sluice.camel;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.job.JobStore;
import dev.sluice.job.Result;
import dev.sluice.limit.RateLimitPool;
import dev.sluice.limit.RateLimitPools;
import dev.sluice.limit.Reservation;
import dev.sluice.polled.RemoteRun;
import dev.sluice.polled.Run;
import dev.sluice.polled.Run.State;
import dev.sluice.polled.RunPlanner;
import dev.sluice.polled.RunStep;
import dev.sluice.polled.RunStep.Action;
import dev.sluice.polled.RunStore;
import dev.sluice.prompt.RunRule;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs that outlast something: the process that started them, the job that wanted them, or Sluice itself. Thread-safe. */
public final class RunsInProgress {
    private static final Logger LOG = LoggerFactory.getLogger(RunsInProgress.class);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);
    private final RunSteps steps;
    private final RunStore store;
    private final JobStore jobs;
    private final RateLimitPools pools;
    private final ProfileAssistants assistants;
    private final RunEnds ends;
    private final Clock clock;
    private final boolean startsAgain;
    private final AtomicBoolean first = new AtomicBoolean(true);

    RunsInProgress(
            RunSteps steps,
            RunStore store,
            JobStore jobs,
            RateLimitPools pools,
            ProfileAssistants assistants,
            RunEnds ends,
            Clock clock,
            boolean startsAgain) {
        this.steps = steps;
        this.store = store;
        this.jobs = jobs;
        this.pools = pools;
        this.assistants = assistants;
        this.ends = ends;
        this.clock = clock;
        this.startsAgain = startsAgain;
    }

    /** Takes up what an earlier process left, once. */
    public void takeUp() throws InterruptedException {
        if (!first.getAndSet(false)) {
            return;
        }
        for (Run run : store.earlier()) {
            takeUp(run);
        }
    }

    private void takeUp(Run run) throws InterruptedException {
        RunPlanner planner = steps.planner(run);
        switch (run.state()) {
            case RUNNING, ANSWERED -> {
                Run running = run.state() == State.RUNNING ? run : store.update(run.in(State.RUNNING));
                Instant since = run.startedAt() == null ? clock.instant() : run.startedAt();
                Duration age = Duration.between(since, clock.instant());
                planner.running(
                        running,
                        age.isNegative() ? Duration.ZERO : age,
                        rule(run).maxRunTime(),
                        null);
            }
            case STARTING -> takeUpStart(run, planner);
            case OVER -> {
                Action next = ends.nextCleanUp(run);
                if (next == null) {
                    store.delete(run.id());
                } else {
                    planner.take(new RunStep(run.id(), next, null), Duration.ZERO);
                }
            }
            case PREPARING, AGAIN -> {}
        }
    }

    /** A run that was asked for is sought on its thread; of a response without an id nobody knows whether it was started. */
    private void takeUpStart(Run run, RunPlanner planner) throws InterruptedException {
        if (run.isOfAssistant()) {
            planner.take(new RunStep(run.id(), Action.FIND_RUN, null), Duration.ZERO);
        } else if (startsAgain) {
            Run next = store.again(run, run.attempts()).next();
            planner.take(new RunStep(next.id(), Action.READ_AGAIN, null), Duration.ZERO);
        } else {
            jobs.store(
                    List.of(new Result.Failed(
                            run.job(),
                            run.content().index(),
                            run.attempts() + 1,
                            0,
                            "start_unknown",
                            "the process ended while the response was being started: whether it was, nobody knows, so that"
                                    + " it is not started twice; retry the job to start it again")),
                    "");
            jobs.awaitStored();
            store.leave(run);
        }
    }

    private RunRule rule(Run run) {
        return steps.profile(run.content().profile()).runs();
    }

    /** Has runs of cancelled jobs cancelled, and lets go of those that wait for an assistant. */
    public void cancelUnwanted() {
        assistants.dropUnwanted(jobs::isOver, ends);
        for (Run run : store.all()) {
            if (run.state() == State.RUNNING && !store.isForeign(run) && jobs.isCancelled(run.job())) {
                steps.planner(run).cancel(run.id());
            }
        }
    }

    /** Cancels runs of profiles that want it so when Sluice stops, each with a request of its pool. */
    void cancelAtStop(ProducerTemplate producer, Duration atMost) {
        Instant end = clock.instant().plus(atMost);
        int left = 0;
        for (Run run : store.all()) {
            if (run.state() == State.RUNNING
                    && !store.isForeign(run)
                    && rule(run).cancelAtStop()) {
                Optional<Reservation> request = request(run, end);
                left += request.isPresent() && cancel(producer, run, request.get()) ? 0 : 1;
            }
        }
        if (left > 0) {
            LOG.warn(
                    "runs that could not be cancelled in the time of a stop; the next start asks after them: runs={}",
                    left);
        }
    }

    private Optional<Reservation> request(Run run, Instant end) {
        RateLimitPool pool = pools.pool(steps.poolOf(run));
        try {
            Optional<Reservation> request = pool.tryReserve(ApiCall.noTokens());
            while (request.isEmpty() && clock.instant().isBefore(end) && !pools.awaitStop(LOOK_AGAIN)) {
                request = pool.tryReserve(ApiCall.noTokens());
            }
            return request;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private boolean cancel(ProducerTemplate producer, Run run, Reservation request) {
        Exchange done = producer.send("direct:sluice-cancel-at-stop", exchange -> {
            steps.carry(exchange, new RunStep(run.id(), Action.CANCEL_RUN, null));
            Attempt.reserved(exchange, request, 1);
        });
        return done.getException() == null;
    }

    /**
     * Notes that a run was cancelled for a stop: its prompt is started again at the next start, as the same attempt. One that is done
     * already keeps its answer, which the next start fetches.
     */
    public void cancelledAtStop(Exchange exchange) {
        Run run = steps.run(exchange);
        boolean done = RemoteRun.of(exchange.getMessage().getBody(JsonNode.class))
                .filter(remote -> remote.outcome() == RemoteRun.Outcome.ANSWERED)
                .isPresent();
        if (done) {
            return;
        }
        steps.planner(run).ended(run.id(), null, false);
        store.again(run, run.attempts());
    }
}
