package dev.sluice.camel;

import dev.sluice.batch.Batch;
import dev.sluice.batch.BatchLimits;
import dev.sluice.batch.BatchStore;
import dev.sluice.batch.BatchWriter;
import dev.sluice.batch.LaneChoice;
import dev.sluice.batch.PollRhythm;
import dev.sluice.batch.Savings;
import dev.sluice.config.Configuration;
import dev.sluice.config.Setting;
import dev.sluice.config.Settings;
import dev.sluice.job.BatchShare;
import dev.sluice.job.HomeFolder;
import dev.sluice.job.Job;
import dev.sluice.job.JobStore;
import dev.sluice.job.PresentProvider;
import dev.sluice.limit.PoolStatus;
import dev.sluice.limit.RateLimitPool;
import dev.sluice.limit.RateLimitPools;
import dev.sluice.prompt.Endpoint;
import dev.sluice.prompt.LaneRule;
import dev.sluice.prompt.Profile;
import dev.sluice.provider.ProviderConfig;
import dev.sluice.provider.RequestFactory;
import dev.sluice.time.Ticker;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.apache.camel.spi.Registry;
import org.jspecify.annotations.Nullable;

/** The lane of the Batch API: its beans, and which prompts take it. Thread-safe. */
final class BatchLane {
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
    private final Configuration configuration;
    private final JobStore jobs;
    private final RateLimitPools pools;
    private final BatchStore store;
    private final LaneChoice choice;
    private final Clock clock;
    private final Ticker ticker;

    private BatchLane(
            Configuration configuration,
            JobStore jobs,
            RateLimitPools pools,
            BatchStore store,
            Clock clock,
            Ticker ticker) {
        this.configuration = configuration;
        this.jobs = jobs;
        this.pools = pools;
        this.store = store;
        this.clock = clock;
        this.ticker = ticker;
        Settings settings = configuration.settings();
        this.choice = new LaneChoice(
                settings.number(Setting.BATCH_AUTO_LEAST_PROMPTS),
                Duration.ofMinutes(settings.number(Setting.BATCH_AUTO_LEAST_MINUTES)),
                clock);
    }

    static BatchLane open(
            Configuration configuration,
            ProviderConfig provider,
            HomeFolder home,
            JobStore jobs,
            RateLimitPools pools,
            Clock clock,
            Ticker ticker)
            throws IOException {
        PresentProvider whom =
                PresentProvider.of(provider.identity(), configuration.provider().isEmpty());
        return new BatchLane(
                configuration,
                jobs,
                pools,
                BatchStore.open(jobs, home, whom, model -> pools.poolOf(model, 0), clock),
                clock,
                ticker);
    }

    BatchStore store() {
        return store;
    }

    /** Returns whether nothing is left to be done for any batch. */
    boolean idle() {
        return store.idle(batch -> BatchSteps.waitsLong(pools, batch));
    }

    /** Returns whether prompts of a job to an endpoint go through the Batch API now. */
    boolean takes(LaneRule rule, long job, Endpoint endpoint) {
        return rule.takesBatches()
                && endpoint.takesBatches()
                && jobs.find(job)
                        .filter(found -> choice.goesInBatches(rule, found, timeOnline(found)))
                        .isPresent();
    }

    /** Returns how many batches have brought nothing for a prompt. */
    int tries(long job, long index) {
        return store.timesLeftOver(job, index);
    }

    /** Returns what of a job went through the Batch API. */
    BatchShare share(long job) {
        return Savings.of(store.ofJob(job), configuration.models());
    }

    void bind(Registry registry, RequestFactory requests, BatchAskers askers) {
        Settings settings = configuration.settings();
        BatchWriter writer = new BatchWriter(
                store, pool -> BatchLimits.of(enqueuedTokens(pool)), clock, () -> !pools.awaitStop(LOOK_AGAIN));
        PollRhythm rhythm = new PollRhythm(
                Duration.ofSeconds(settings.number(Setting.BATCH_POLL_MIN_SECONDS)),
                Duration.ofSeconds(settings.number(Setting.BATCH_POLL_MAX_SECONDS)),
                ticker);
        BatchPolls polls = new BatchPolls(store, rhythm, pools, clock);
        BatchSteps steps = new BatchSteps(store, this::enqueuedTokens, this::isUnwanted, polls::isUnseen, pools, clock);
        registry.bind("sluice-write-batch-line", new WriteBatchLine(writer, requests));
        registry.bind("sluice-begin-reading", new BeginReading(jobs));
        registry.bind("sluice-complete-batches", new CompleteBatches(writer, jobs, pools));
        registry.bind("sluice-batch-steps", steps);
        registry.bind("sluice-batch-polls", polls);
        registry.bind("sluice-batch-requests", new BatchRequests(store, jobs, requests, settings));
        registry.bind(
                "sluice-batch-replies",
                new BatchReplies(store, steps, rhythm, settings.flag(Setting.BATCH_DELETE_FILES)));
        registry.bind("sluice-batch-results", new CollectBatch(store, jobs, askers, clock));
        registry.bind("sluice-after-batch-failure", new AfterBatchFailure(store, polls, steps, pools, clock));
    }

    private @Nullable Long enqueuedTokens(String pool) {
        return pools.pool(pool).config().enqueuedTokens();
    }

    /** Nobody waits for what a cancelled job has asked, nor for what would come too late. */
    private boolean isUnwanted(Batch batch) {
        Optional<Job> job = jobs.find(batch.job());
        return job.filter(found -> found.cancelled() || isLate(found)).isPresent();
    }

    private boolean isLate(Job job) {
        Profile profile = configuration.profiles().get(job.profile());
        return profile != null && choice.isLate(profile.lane(), job, timeOnline(job));
    }

    /** Returns how long it would take to send all prompts of a job by themselves, as far as the limits are known. */
    private Duration timeOnline(Job job) {
        Profile profile = configuration.profiles().get(job.profile());
        if (profile == null || profile.endpoint().takesList()) {
            return Duration.ZERO;
        }
        RateLimitPool pool = pools.pool(pools.poolOf(profile.model(), 0));
        PoolStatus.Limit limit = pool.status().requests();
        Long perMinute = limit.configured() == null ? limit.learned() : limit.configured();
        return perMinute == null ? Duration.ZERO : Duration.ofSeconds(job.total() * 60 / Math.max(1, perMinute));
    }
}
