package dev.sluice.camel;

import dev.sluice.config.Configuration;
import dev.sluice.config.Setting;
import dev.sluice.config.Settings;
import dev.sluice.job.JobStore;
import dev.sluice.job.PresentProvider;
import dev.sluice.limit.RateLimitConfig;
import dev.sluice.limit.RateLimitPools;
import dev.sluice.polled.PollRule;
import dev.sluice.polled.RunPlanner;
import dev.sluice.polled.RunStore;
import dev.sluice.prompt.Endpoint;
import dev.sluice.prompt.LaneRule;
import dev.sluice.prompt.Prompt;
import dev.sluice.provider.ProviderConfig;
import dev.sluice.provider.RequestFactory;
import dev.sluice.time.Ticker;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.spi.Registry;
import org.jspecify.annotations.Nullable;

/** The lane of polled runs: its beans, and which prompts take it. Thread-safe. */
final class PolledLane {
    private final Configuration configuration;
    private final JobStore jobs;
    private final RateLimitPools pools;
    private final RunStore store;
    private final Clock clock;
    private final Map<String, PoolRuns> lanes = new HashMap<>();
    private @Nullable RunsInProgress inProgress;

    private PolledLane(
            Configuration configuration,
            JobStore jobs,
            RateLimitPools pools,
            RunStore store,
            Backlog backlog,
            Clock clock,
            Ticker ticker) {
        this.configuration = configuration;
        this.jobs = jobs;
        this.pools = pools;
        this.store = store;
        this.clock = clock;
        Settings settings = configuration.settings();
        PollRule rule = new PollRule(
                Duration.ofSeconds(settings.number(Setting.POLLED_FIRST_SECONDS)),
                Duration.ofSeconds(settings.number(Setting.POLLED_MIN_SECONDS)),
                Duration.ofSeconds(settings.number(Setting.POLLED_MAX_SECONDS)),
                settings.number(Setting.POLLED_MOST_RUNNING));
        for (RateLimitConfig pool : configuration.pools()) {
            lanes.put(pool.name(), new PoolRuns(pools.pool(pool.name()), new RunPlanner(rule, ticker), backlog));
        }
    }

    static PolledLane open(
            Configuration configuration,
            ProviderConfig provider,
            JobStore jobs,
            RateLimitPools pools,
            Backlog backlog,
            Clock clock,
            Ticker ticker) {
        PresentProvider whom =
                PresentProvider.of(provider.identity(), configuration.provider().isEmpty());
        return new PolledLane(configuration, jobs, pools, RunStore.open(jobs, whom), backlog, clock, ticker);
    }

    RunStore store() {
        return store;
    }

    /** Returns whether nothing is left to be done for any run. */
    boolean idle() {
        return store.idle();
    }

    /** Returns whether a prompt is started and asked after. */
    boolean takes(LaneRule rule, Prompt prompt) {
        return rule.lane() == LaneRule.Lane.POLLED && prompt.endpoint() == Endpoint.RESPONSES;
    }

    /** Notes that a prompt waits to be started. */
    void queue(Prompt prompt) {
        store.queue(prompt.job(), prompt.index());
    }

    void bind(Registry registry, RequestFactory requests, ExpectedTokens expected) {
        Settings settings = configuration.settings();
        int attempts = settings.number("sluice.retry.attempts");
        Duration delay = settings.millis("sluice.retry.delay-millis");
        RunSteps steps = new RunSteps(store, jobs, pools, lanes, expected, configuration.profiles());
        RunEnds ends = new RunEnds(steps, store, jobs, attempts, delay);
        ProfileAssistants assistants = new ProfileAssistants(steps, store);
        NoteUse uses = new NoteUse(jobs, clock);
        AfterStartFailure afterStart = new AfterStartFailure(
                steps,
                store,
                jobs,
                pools,
                assistants,
                ends,
                new AfterStartFailure.RetryRule(attempts, delay, settings.number(Setting.RETRY_JOB_PERCENT)));
        inProgress = new RunsInProgress(
                steps, store, jobs, pools, assistants, ends, clock, settings.flag(Setting.POLLED_START_AGAIN));
        registry.bind("sluice-run-steps", steps);
        registry.bind("sluice-run-requests", new RunRequests(steps, store, jobs, requests));
        registry.bind(
                "sluice-run-replies", new RunReplies(steps, store, jobs, assistants, ends, expected, uses, clock));
        registry.bind("sluice-run-ends", ends);
        registry.bind("sluice-runs-in-progress", inProgress);
        registry.bind(
                "sluice-after-run-failure",
                new AfterRunFailure(steps, store, jobs, pools, assistants, ends, afterStart));
    }

    /** Adds a lane for each limit pool, where a profile or an earlier run needs it. */
    void addTo(CamelContext context) {
        boolean needed = !store.all().isEmpty()
                || configuration.profiles().values().stream()
                        .anyMatch(profile -> profile.lane().lane() == LaneRule.Lane.POLLED);
        for (RateLimitConfig pool : configuration.pools()) {
            if (needed) {
                addTo(context, pool);
            }
        }
    }

    private void addTo(CamelContext context, RateLimitConfig pool) {
        PoolRuns lane = lanes.get(pool.name());
        if (lane == null) {
            throw new IllegalStateException("no such lane of runs: pool=" + pool.name());
        }
        lane.in(context);
        context.getRegistry().bind("sluice-runs-queue-" + pool.name(), lane.queue());
        TemplatedRouteBuilder.builder(context, "sluice-begin-template")
                .routeId("sluice-begin-" + pool.name())
                .parameter("pool", pool.name())
                .add();
        TemplatedRouteBuilder.builder(context, "sluice-runs-template")
                .routeId("sluice-runs-" + pool.name())
                .parameter("pool", pool.name())
                .parameter("maxInFlight", pool.maxInFlight())
                .add();
    }

    /** Ends runs of profiles that say so, as far as the time allows, and begins nothing more. */
    void stop(ProducerTemplate producer, Duration atMost) {
        lanes.values().forEach(PoolRuns::stop);
        if (inProgress != null) {
            inProgress.cancelAtStop(producer, atMost);
        }
    }
}
