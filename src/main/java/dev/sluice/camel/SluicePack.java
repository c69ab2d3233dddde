package dev.sluice.camel;

import dev.sluice.config.Configuration;
import dev.sluice.config.Setting;
import dev.sluice.config.Settings;
import dev.sluice.job.Decision;
import dev.sluice.job.HomeFolder;
import dev.sluice.job.HomeLock;
import dev.sluice.job.JobStore;
import dev.sluice.job.ReviewNote;
import dev.sluice.job.Sweeps;
import dev.sluice.limit.RateLimitConfig;
import dev.sluice.limit.RateLimitPools;
import dev.sluice.prompt.JtokkitTokenCounter;
import dev.sluice.prompt.Profile;
import dev.sluice.prompt.ReadLimits;
import dev.sluice.prompt.SendCheck;
import dev.sluice.prompt.TokenCounter;
import dev.sluice.provider.ProviderConfig;
import dev.sluice.provider.RequestFactory;
import dev.sluice.time.Ticker;
import dev.sluice.usage.LedgerRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Processor;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.model.errorhandler.DefaultErrorHandlerDefinition;
import org.apache.camel.model.errorhandler.NoErrorHandlerDefinition;
import org.apache.camel.spi.Registry;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.camel.support.PluginHelper;

/**
 * The route pack with its beans, to be put into any CamelContext: all names begin with {@code sluice}. Bind it before
 * the context starts; close it after the context has stopped.
 *
 * <pre>{@code
 * SluicePack pack = SluicePack.open(configuration, provider);
 * pack.addTo(camelContext);
 * camelContext.start();
 * }</pre>
 */
public final class SluicePack implements AutoCloseable {
    private static final String[] ROUTES = {
        "errors",
        "errors-requests",
        "errors-batches",
        "errors-runs",
        "errors-jobs",
        "inbox",
        "job",
        "split",
        "read",
        "online",
        "dispatch",
        "send",
        "batch",
        "batch-submit",
        "batch-find",
        "batch-poll",
        "batch-collect",
        "batch-end",
        "polled",
        "polled-start",
        "polled-prepare",
        "polled-poll",
        "polled-end",
        "polled-stop",
        "call",
        "outbox",
        "answers",
        "rejected",
        "control",
        "users",
        "review"
    };
    /** Requests that wait for their answer, and runs. */
    private static final int LANES_OF_A_POOL = 2;

    private final Configuration configuration;
    private final ProviderConfig provider;
    private final HomeFolder home;
    private final HomeLock lock;
    private final RateLimitPools pools;
    private final JobStore store;
    private final HttpClient http;
    private final CompleteFiles inbox;
    private final KnownByNote notes;
    private final CompleteFiles approved;
    private final CompleteFiles denied;
    private final TokenCounter tokens;
    private final Backlog backlog;
    private final Orders orders;
    private final BatchLane batches;
    private final PolledLane runs;
    private final UsersLane users;
    private final Sweeps sweeps;
    private final Clock clock;
    private final ExecutorService groups = Executors.newSingleThreadExecutor(SluicePack::groupThread);

    private SluicePack(
            Configuration configuration,
            ProviderConfig provider,
            HomeFolder home,
            HomeLock lock,
            CompleteFiles inbox,
            HttpClient http,
            TokenCounter tokens,
            JobStore store,
            Clock clock,
            Ticker ticker)
            throws IOException {
        this.clock = clock;
        this.configuration = configuration;
        this.provider = provider;
        this.home = home;
        this.lock = lock;
        this.store = store;
        this.orders = new Orders(store);
        this.pools = new RateLimitPools(configuration.pools(), PoolNotes.learned(store), Ticker.system(), clock);
        this.backlog = new Backlog(pools::stopped);
        this.batches = BatchLane.open(configuration, provider, home, store, pools, clock, ticker);
        this.runs = PolledLane.open(configuration, provider, store, pools, backlog, clock, ticker);
        this.users = UsersLane.open(configuration, store, rules(configuration), clock);
        this.inbox = inbox;
        this.notes = new KnownByNote(home.review(), configuration.profiles().keySet());
        this.approved = decided(configuration.settings(), home.review().approved(), notes);
        this.denied = decided(configuration.settings(), home.review().denied(), notes);
        this.sweeps = new Sweeps(store, home, configuration.profiles(), inbox::holds);
        this.http = http;
        this.tokens = tokens;
    }

    /**
     * Opens the home folder of a configuration for this process.
     *
     * @throws IllegalStateException when another process has it, or its path can't be used
     */
    public static SluicePack open(Configuration configuration, ProviderConfig provider)
            throws IOException, InterruptedException {
        return open(configuration, provider, Clock.systemUTC(), Ticker.system());
    }

    /** Opens it with another clock, by which days pass, and another ticker, by which the lanes that ask after their work wait. */
    static SluicePack open(Configuration configuration, ProviderConfig provider, Clock clock, Ticker ticker)
            throws IOException, InterruptedException {
        HomeFolder home = HomeFolder.of(
                configuration.home(),
                configuration.settings().path(Setting.INBOX_FOLDER),
                configuration.settings().path(Setting.STATE_FOLDER));
        FolderPath.problem(home.root()).ifPresent(text -> {
            throw new IllegalStateException(
                    "the path of the home folder must not hold " + text + ": home=" + home.root());
        });
        home.create();
        HomeLock lock = HomeLock.take(home);
        try {
            // What takes its time begins first: a file of the inbox has to stand still for a second.
            CompleteFiles inbox = inbox(configuration.settings(), home);
            inbox.look();
            HttpClient http = new HttpClient(
                    provider,
                    maxInFlight(configuration),
                    configuration.settings().millis(Setting.PROVIDER_TOTAL_TIMEOUT_MILLIS));
            JtokkitTokenCounter tokens = new JtokkitTokenCounter();
            Optional.ofNullable(configuration.profiles().get(Profile.DEFAULT))
                    .map(profile -> configuration.models().find(profile.model()).encoding())
                    .ifPresent(tokens::prepare);
            JobStore store = JobStore.open(
                    home,
                    configuration.profiles().keySet(),
                    clock,
                    configuration.provider().isEmpty(),
                    rules(configuration));
            SluicePack pack =
                    new SluicePack(configuration, provider, home, lock, inbox, http, tokens, store, clock, ticker);
            if (configuration.settings().flag(Setting.PAUSED)) {
                pack.pools.stop();
            }
            return pack;
        } catch (IOException | InterruptedException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static LedgerRules rules(Configuration configuration) {
        return new LedgerRules(
                configuration.models(),
                configuration.settings().zone(Setting.USAGE_ZONE),
                !Boolean.getBoolean("sluice.bench.without-ledger"));
    }

    private static CompleteFiles inbox(Settings settings, HomeFolder home) {
        return new CompleteFiles(
                home.inbox(),
                settings.flag("sluice.inbox.done-marker"),
                settings.millis("sluice.inbox.stable-millis"),
                Ticker.system());
    }

    private static CompleteFiles decided(Settings settings, Path folder, KnownByNote notes) throws IOException {
        Files.createDirectories(folder);
        return new CompleteFiles(
                folder,
                false,
                settings.millis("sluice.inbox.stable-millis"),
                Ticker.system(),
                file -> !ReviewNote.isNote(file.getFileName().toString()) && notes.test(file));
    }

    private static int maxInFlight(Configuration configuration) {
        return configuration.pools().stream()
                        .mapToInt(RateLimitConfig::maxInFlight)
                        .sum()
                * LANES_OF_A_POOL;
    }

    /** Binds beans and settings and loads the packed routes into a context that is not started yet. */
    public void addTo(CamelContext context) throws Exception {
        bindTo(context);
        for (String route : packedRoutes()) {
            Resource resource = PluginHelper.getResourceLoader(context).resolveResource(route);
            PluginHelper.getRoutesLoader(context).loadRoutes(resource);
        }
        addLanes(context);
    }

    /** Binds beans and settings, for a host that loads the routes itself and calls {@link #addLanes} after that. */
    public void bindTo(CamelContext context) {
        addSettings(context);
        Registry registry = context.getRegistry();
        registry.bind("sluice-error-handler", new DefaultErrorHandlerDefinition());
        registry.bind("sluice-no-error-handler", new NoErrorHandlerDefinition());
        bindInbox(registry);
        bindRequests(registry);
        bindOutbox(registry);
        ProducerTemplate outbox = context.createProducerTemplate();
        store.whenComplete(job -> {
            outbox.send(
                    "seda:sluice-outbox?size=1000000",
                    exchange -> exchange.getIn().setBody(job));
            store.readings().finished(job.id());
            batches.store().finished(job.id());
            runs.store().finished(job.id());
        });
        context.addLifecycleStrategy(new LifecycleStrategySupport() {
            @Override
            public void onContextStopping(CamelContext stopping) {
                runs.stop(
                        outbox,
                        configuration
                                .settings()
                                .millis("sluice.stop.timeout-millis")
                                .dividedBy(2));
                pools.stop();
                http.abortAfter(configuration.settings().millis("sluice.stop.timeout-millis"));
            }
        });
    }

    /** Returns where the packed routes lie, each by its name: a pattern would have Camel search the whole jar. */
    static List<String> packedRoutes() {
        return Stream.of(ROUTES)
                .map(route -> "classpath:sluice/routes/" + route + ".camel.yaml")
                .toList();
    }

    /** Adds a lane for each limit pool, once the route templates are loaded. */
    public void addLanes(CamelContext context) {
        for (RateLimitConfig pool : configuration.pools()) {
            context.getRegistry().bind("sluice-queue-" + pool.name(), new LaneQueue(pools.pool(pool.name()), backlog));
            TemplatedRouteBuilder.builder(context, "sluice-group-template")
                    .routeId("sluice-group-" + pool.name())
                    .parameter("pool", pool.name())
                    .add();
            TemplatedRouteBuilder.builder(context, "sluice-lane-template")
                    .routeId("sluice-lane-" + pool.name())
                    .parameter("pool", pool.name())
                    .parameter("maxInFlight", pool.maxInFlight())
                    .add();
        }
        runs.addTo(context);
    }

    /** Returns the jobs. */
    public JobStore jobs() {
        return store;
    }

    /** Returns the limit pools. */
    public RateLimitPools pools() {
        return pools;
    }

    /** Returns which users' prompts wait for a day, week or month to turn, one sentence each. */
    public List<String> waitingUsers() {
        return users.budgets().longWaits();
    }

    /** Returns whether nothing is left that this run can do. */
    public boolean idle() {
        return orders.lookedAt()
                && store.idle()
                && !anyLeft()
                && store.idle()
                && batches.idle()
                && runs.idle()
                && sweeps.idle();
    }

    private boolean anyLeft() {
        try {
            return inbox.anyLeft() || approved.anyLeft() || denied.anyLeft();
        } catch (IOException e) {
            return true;
        }
    }

    private void addSettings(CamelContext context) {
        Map<String, String> values = new HashMap<>(configuration.settings().asMap());
        values.put("sluice.provider.base-url", provider.baseUrl().toString());
        values.put(
                "sluice.retry.delay-with-room-millis",
                String.valueOf(configuration
                                .settings()
                                .millis("sluice.retry.delay-millis")
                                .toMillis()
                        * 5
                        / 4));
        values.put("sluice.inbox.open", String.valueOf(!configuration.settings().flag(Setting.PAUSED)));
        values.put("sluice.folder.inbox", FolderPath.of(home.inbox()));
        values.put("sluice.folder.approved", FolderPath.of(home.review().approved()));
        values.put("sluice.folder.denied", FolderPath.of(home.review().denied()));
        values.put("sluice.folder.outbox", FolderPath.of(home.outbox()));
        values.put("sluice.folder.rejected", FolderPath.of(home.rejected()));
        ((PropertiesComponent) context.getPropertiesComponent()).addPropertiesSource(new SettingsSource(values));
    }

    private void bindInbox(Registry registry) {
        PromptFiles files = new PromptFiles(configuration, home, tokens, limits());
        registry.bind("sluice-complete-files", inbox);
        registry.bind(
                "sluice-claim-file",
                new ClaimFile(
                        store, inbox, home.inbox(), configuration.profiles().keySet()));
        registry.bind("sluice-unfinished-jobs", new UnfinishedJobs(store.unfinished()));
        InspectFile inspect = new InspectFile(store, files);
        registry.bind("sluice-inspect-file", inspect);
        registry.bind("sluice-start-job", (Processor) inspect::start);
        registry.bind("sluice-review-file", new ReviewFile(store, files, users.budgets()));
        Set<String> profiles = configuration.profiles().keySet();
        registry.bind("sluice-approved-files", approved);
        registry.bind("sluice-denied-files", denied);
        registry.bind("sluice-claim-approved", new ClaimReviewed(store, notes, approved, Decision.APPROVED, profiles));
        registry.bind("sluice-claim-denied", new ClaimReviewed(store, notes, denied, Decision.DENIED, profiles));
        registry.bind("sluice-read-prompts", new ReadPrompts(store, files, pools, backlog, runs.store()));
        registry.bind("sluice-fail-line", new FailLine());
        registry.bind("sluice-note-repeated", new NoteRepeated(store));
        registry.bind("sluice-reject-file", new RejectFile(store, home.rejected()));
        registry.bind("sluice-job-failure", new JobFailure(store));
        registry.bind("sluice-output-files", new OutputFiles(store, files, batches, clock));
    }

    private void bindRequests(Registry registry) {
        ExpectedTokens expected = new ExpectedTokens(
                configuration.models(), configuration.settings().flag(Setting.PROVIDER_RESERVES_MAX_TOKENS));
        int attempts = configuration.settings().number("sluice.retry.attempts");
        RefusedForGood refused = new RefusedForGood(Ticker.system());
        registry.bind(
                "sluice-name-lane",
                new NameLane(
                        pools,
                        new SendCheck(configuration.models(), tokens),
                        configuration.profiles(),
                        backlog,
                        refused,
                        batches,
                        runs,
                        users.budgets(),
                        store::decision));
        registry.bind("sluice-users", users);
        registry.bind("sluice-ask-alone", new AskAlone());
        registry.bind("sluice-group-sender", groups);
        registry.bind(
                "sluice-group-prompts", new GroupPrompts(configuration.profiles(), pools, expected, Ticker.system()));
        registry.bind("sluice-lane-failure", new LaneFailure(pools));
        registry.bind("sluice-keep-group", new KeepGroup());
        registry.bind(
                "sluice-reserve-budget",
                new ReserveBudget(store, users.budgets(), pools, expected, refused, Ticker.system()));
        RequestFactory requests = new RequestFactory(provider, version());
        registry.bind("sluice-build-request", new BuildRequest(requests, store, pools));
        registry.bind("sluice-http-client", http);
        NoteUse uses = new NoteUse(store, clock);
        ReadReply replies = new ReadReply(pools, clock, provider.apiKey());
        registry.bind("sluice-read-reply", replies);
        registry.bind("sluice-await-request", new AwaitRequest(pools, Ticker.system()));
        registry.bind("sluice-read-api-reply", new ReadApiReply(replies, pools, uses));
        registry.bind("sluice-left-over", new LeftOver(store));
        PromptFiles files = new PromptFiles(configuration, home, tokens, limits());
        users.takeUp(files, clock.instant().atZone(configuration.users().zone()).toLocalDate());
        batches.bind(registry, requests, new BatchAskers(store, files));
        runs.bind(registry, requests, expected);
        registry.bind("sluice-match-answers", new MatchAnswers(store, expected, refused, uses, attempts));
        registry.bind("sluice-take-unanswered", new TakeUnanswered());
        Halve halve = new Halve(refused);
        registry.bind("sluice-halve", halve);
        registry.bind("sluice-note-refusal", (Processor) halve::note);
        registry.bind("sluice-fail-prompts", new FailPrompts(pools));
        registry.bind(
                "sluice-after-failure",
                new AfterFailure(
                        store,
                        pools,
                        refused,
                        uses,
                        users.budgets(),
                        attempts,
                        configuration.settings().number(Setting.RETRY_JOB_PERCENT)));
    }

    private void bindOutbox(Registry registry) {
        registry.bind("sluice-store-results", new StoreResults(store));
        registry.bind("sluice-orders", orders);
        registry.bind(
                "sluice-forget-finished-jobs",
                new ForgetFinishedJobs(
                        store,
                        configuration.settings().number(Setting.STATE_KEEP_DAYS),
                        configuration.settings().number(Setting.USAGE_KEEP_DAYS)));
        registry.bind("sluice-note-limits", new PoolNotes(store, pools, clock));
        registry.bind("sluice-note-writing", new NoteWriting(sweeps));
        registry.bind("sluice-finish-job", new FinishJob(store));
        registry.bind("sluice-sweeps", sweeps);
    }

    private static Thread groupThread(Runnable task) {
        Thread thread = new Thread(task, "sluice-group-sender");
        thread.setDaemon(true);
        return thread;
    }

    private ReadLimits limits() {
        return new ReadLimits(
                configuration.settings().number("sluice.input.max-line-bytes"),
                configuration.settings().bytes(Setting.INPUT_MAX_UNPACKED_BYTES));
    }

    private static String version() {
        String version = SluicePack.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    /** Closes the store and frees the home folder. */
    @Override
    public void close() {
        pools.stop();
        new PoolNotes(store, pools, clock).note();
        groups.shutdownNow();
        store.close();
        http.close();
        lock.close();
    }
}
