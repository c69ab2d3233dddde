package dev.sluice.camel;

import dev.sluice.job.JobStore;
import dev.sluice.job.StoreException;
import dev.sluice.limit.Cost;
import dev.sluice.limit.RateLimitPools;
import dev.sluice.polled.Run;
import dev.sluice.polled.RunBodies;
import dev.sluice.polled.RunPlanner;
import dev.sluice.polled.RunStep;
import dev.sluice.polled.RunStep.Action;
import dev.sluice.polled.RunStore;
import dev.sluice.prompt.Profile;
import dev.sluice.prompt.Prompt;
import dev.sluice.prompt.RunRule;
import dev.sluice.provider.ProviderException;
import dev.sluice.time.StoppedException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The steps of runs on their way: each is one call, for which the limits of its pool are waited for. Thread-safe. */
public final class RunSteps {
    private static final String STEP = "SluiceRunStep";
    private static final String RUN = "SluiceRun";
    private static final Logger LOG = LoggerFactory.getLogger(RunSteps.class);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
    private final RunStore store;
    private final JobStore jobs;
    private final RateLimitPools pools;
    private final Map<String, PoolRuns> lanes;
    private final ExpectedTokens expected;
    private final Map<String, Profile> profiles;
    private final Map<Long, Failures> failures = new ConcurrentHashMap<>();

    RunSteps(
            RunStore store,
            JobStore jobs,
            RateLimitPools pools,
            Map<String, PoolRuns> lanes,
            ExpectedTokens expected,
            Map<String, Profile> profiles) {
        this.store = store;
        this.jobs = jobs;
        this.pools = pools;
        this.lanes = Map.copyOf(lanes);
        this.expected = expected;
        this.profiles = Map.copyOf(profiles);
    }

    /** Keeps the step of the message where the next ones find it: a prompt from the queue begins with its first one. */
    public void keep(Exchange exchange) {
        RunStep step = exchange.getIn().getBody() instanceof PromptGroup group
                ? first(group.first())
                : exchange.getIn().getBody(RunStep.class);
        exchange.setProperty(STEP, step);
        exchange.setProperty(RUN, 0L);
        if (step.run() != 0 && store.find(step.run()).isEmpty()) {
            Prompt lost = step.prompt();
            if (lost != null) {
                store.unqueue(lost.job(), lost.index());
            }
            lanes.values().forEach(lane -> lane.planner().ended(step.run(), null, false));
            throw new StoppedException();
        }
        carry(exchange, step);
        Prompt prompt = step.prompt();
        if (prompt != null) {
            if (jobs.isOver(prompt.job())) {
                throw new StoppedException();
            }
            if (step.action() == Action.START_RESPONSE || step.action() == Action.START_RUN) {
                ApiCall.cost(exchange, costOf(prompt, poolOf(step)));
            }
        }
    }

    /** Puts a step into a message that has none. */
    void carry(Exchange exchange, RunStep step) {
        exchange.getIn().setBody(step);
        exchange.setProperty(STEP, step);
        exchange.setProperty(RUN, step.run());
        exchange.setProperty(Attempt.POOL, poolOf(step));
        Prompt prompt = step.prompt();
        Attempt.onAccount(
                exchange, prompt == null ? NoteUse.Account.of(store.get(step.run())) : NoteUse.Account.of(prompt));
        ApiCall.cost(exchange, null);
        ApiCall.withLimits(exchange);
    }

    private Cost costOf(Prompt prompt, String pool) {
        Cost cost = Cost.ofTokens(expected.of(prompt));
        Optional<String> problem = pools.pool(pool).problem(cost);
        if (problem.isPresent()) {
            throw new ProviderException.TooLarge(0, "request_too_large", problem.get() + " pool=" + pool);
        }
        return cost;
    }

    private RunStep first(Prompt prompt) {
        RunRule rule = profile(prompt.profile()).runs();
        if (rule.start() == RunRule.Start.RESPONSE) {
            return new RunStep(0, Action.START_RESPONSE, prompt);
        }
        boolean isLong = RunBodies.text(prompt).length > rule.inlineBytes();
        return new RunStep(0, isLong ? Action.UPLOAD_PROMPT : Action.CREATE_THREAD, prompt);
    }

    private String poolOf(RunStep step) {
        Prompt prompt = step.prompt();
        return prompt == null ? poolOf(store.get(step.run())) : pools.poolOf(prompt.model(), prompt.promptTokens());
    }

    /** The pools may be others by now than when the run was started. */
    String poolOf(Run run) {
        String pool = run.content().pool();
        return pools.has(pool) ? pool : pools.poolOf(run.content().model(), 0);
    }

    /** Notes how a run stands; where the disk takes no note, it is tried again until Sluice stops, since an id must not be lost. */
    Run note(Run run) {
        for (boolean first = true; ; first = false) {
            try {
                return store.update(run);
            } catch (StoreException e) {
                if (first) {
                    LOG.error("a run can't be noted, trying again every second: run={} {}", run.id(), e.toString());
                }
                awaitNextTry();
            }
        }
    }

    private void awaitNextTry() {
        try {
            if (pools.awaitStop(LOOK_AGAIN)) {
                throw new StoppedException();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoppedException();
        }
    }

    /** Notes that the step of the message is done, so that earlier failures of its run count no more. */
    public void done(Exchange exchange) {
        failures.remove(runId(exchange));
    }

    /** Counts a failure of a run's steps in a row; returns how many there were, and how many of the latest were refusals. */
    Failures failed(long run, boolean refused) {
        return failures.merge(
                run,
                new Failures(1, refused ? 1 : 0),
                (before, now) -> new Failures(before.count() + 1, refused ? before.refusals() + 1 : 0));
    }

    /**
     * Failures in a row.
     *
     * @param count how many
     * @param refusals how many of the latest were refusals of the provider
     */
    record Failures(int count, int refusals) {}

    /** Notes that the step of the message has passed the gate of its pool. */
    public void passed(Exchange exchange) {
        PoolRuns.passed(exchange);
    }

    /** Returns the planner of the step's pool. */
    RunPlanner planner(Exchange exchange) {
        return lane(exchange).planner();
    }

    /** Returns the planner of a run's pool. */
    RunPlanner planner(Run run) {
        return lane(poolOf(run)).planner();
    }

    private PoolRuns lane(Exchange exchange) {
        return lane(exchange.getProperty(Attempt.POOL, String.class));
    }

    private PoolRuns lane(String pool) {
        PoolRuns lane = lanes.get(pool);
        if (lane == null) {
            throw new IllegalStateException("no such lane of runs: pool=" + pool);
        }
        return lane;
    }

    /** Has a step taken after a while. */
    void take(Exchange exchange, Action action, @Nullable Prompt prompt, Duration wait) {
        PoolRuns lane = lane(exchange);
        lane.planner().take(new RunStep(runId(exchange), action, prompt), wait);
        lane.queue().wakeOne();
    }

    /** Has a step that is cut off taken again after a while. */
    void retry(Exchange exchange, RunStep step, Duration wait) {
        if (step.action() == Action.POLL_RUN || step.action() == Action.CANCEL_RUN) {
            planner(exchange).failed(step.run(), wait);
        } else {
            take(exchange, step.action(), step.prompt(), wait);
        }
    }

    /** Begins the run of the step's prompt where that is not begun yet; returns it in this state, which is noted. */
    Run begun(Exchange exchange, Run.State state) {
        RunStep step = step(exchange);
        if (runId(exchange) != 0) {
            return store.update(store.get(runId(exchange)).in(state));
        }
        Prompt prompt = prompt(step);
        Profile profile = profile(prompt.profile());
        Run.Content content = new Run.Content(
                prompt.job(),
                prompt.index(),
                store.provider(),
                exchange.getProperty(Attempt.POOL, String.class),
                prompt.profile(),
                prompt.model(),
                profile.runs().start(),
                prompt.user());
        Run run = store.begin(content, state);
        exchange.setProperty(RUN, run.id());
        return run;
    }

    /** Returns the number of the step's run, or 0 before it is begun. */
    static long runId(Exchange exchange) {
        return exchange.getProperty(RUN, 0L, Long.class);
    }

    /** Returns the run of the step as it stands now. */
    Run run(Exchange exchange) {
        return store.get(runId(exchange));
    }

    static Prompt prompt(RunStep step) {
        Prompt prompt = step.prompt();
        if (prompt == null) {
            throw new IllegalStateException("the step has no prompt: step=" + step.action());
        }
        return prompt;
    }

    /** Returns a profile by its name; runs of one that is gone are treated as the default says. */
    Profile profile(String name) {
        Profile profile = profiles.getOrDefault(name, profiles.get(Profile.DEFAULT));
        if (profile == null) {
            throw new IllegalStateException("no such profile: name=" + name);
        }
        return profile;
    }

    static RunStep step(Exchange exchange) {
        RunStep step = exchange.getProperty(STEP, RunStep.class);
        if (step == null) {
            throw new IllegalStateException("the exchange carries no run: exchange=" + exchange.getExchangeId());
        }
        return step;
    }
}
