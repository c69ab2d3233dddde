package dev.sluice.simulator;

import dev.sluice.time.Ticker;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/**
 * A running simulated provider: an OpenAI-compatible HTTP server on the loopback address. It can be changed while it
 * runs, from here or by {@code POST /simulator/options}; what it saw is in {@link #stats} and at
 * {@code GET /simulator/stats}. All its threads are daemons and end with {@link #close}. Thread-safe.
 */
public final class Simulator implements AutoCloseable {
    private volatile RequestPipeline.Setting setting;
    private final Limiter limiter;
    private final SimulatorStats stats;
    private final Ticker ticker;
    private final Workers workers = new Workers();
    private final FileStore files;
    private final HttpFront front;
    private final CountDownLatch closed = new CountDownLatch(1);

    private Simulator(SimulatorOptions options, Ticker ticker, Clock clock) {
        this.ticker = ticker;
        setting = new RequestPipeline.Setting(options, new FaultPlan(options.faults()));
        limiter = new Limiter(options);
        stats = new SimulatorStats(ticker.nanos());
        files = new FileStore(stats.batches());
        BatchProgress.Surroundings around =
                new BatchProgress.Surroundings(files, new EnqueuedTokens(), stats, workers, clock);
        RunStarter starter = new RunStarter(stats.runs(), clock);
        Router router = new AssistantsApi(files, starter)
                .addTo(Router.standard(
                        new FilesOperation(files, stats.batches()),
                        new BatchesOperation(around),
                        new StoredResponsesOperation(starter),
                        new OrganizationOperation(stats)));
        RequestPipeline pipeline = new RequestPipeline(router, () -> setting, limiter, stats, workers, ticker, clock);
        Control control = new Control(texts -> change(builder -> builder.set(texts)), stats);
        front = new HttpFront(options.port(), workers, Map.of("/", pipeline, "/simulator/", control));
    }

    /**
     * Starts a simulated provider and returns when it listens.
     *
     * @throws java.io.UncheckedIOException when it can't listen on the port
     */
    public static Simulator start(SimulatorOptions options) {
        return start(options, Ticker.system(), Clock.systemUTC());
    }

    /** Starts a simulated provider whose limits live by a ticker, and whose dates by a clock. */
    public static Simulator start(SimulatorOptions options, Ticker ticker, Clock clock) {
        return new Simulator(options, ticker, clock);
    }

    /** Returns the port that it listens on. */
    public int port() {
        return front.port();
    }

    /** Returns the base URL for a client, which ends in {@code /v1}. */
    public URI baseUrl() {
        return root().resolve("/v1");
    }

    /** Returns the URL of the server itself; Azure's clients take it as their endpoint. */
    public URI root() {
        return URI.create("http://127.0.0.1:" + port());
    }

    /** Returns the options that hold now. */
    public SimulatorOptions options() {
        return setting.options();
    }

    /** Changes options for all requests that come in from now on, for example {@code change(o -> o.faults(...))}. */
    public synchronized void change(Consumer<SimulatorOptionsBuilder> changes) {
        RequestPipeline.Setting old = setting;
        SimulatorOptions options = old.options().with(changes);
        boolean sameFaults = options.faults() == old.options().faults();
        limiter.change(options, ticker.nanos());
        setting = new RequestPipeline.Setting(options, sameFaults ? old.faults() : new FaultPlan(options.faults()));
    }

    /** Makes every request fail in one way from now on. */
    public void breakWith(Fault fault) {
        change(options -> options.faults(fault));
    }

    /** Ends all faults. */
    public void mend() {
        change(options -> options.faults(List.of()));
    }

    /** Returns what it has seen and done so far, live. */
    public SimulatorStats stats() {
        return stats;
    }

    /** Waits until it is closed. */
    public void awaitClose() throws InterruptedException {
        closed.await();
    }

    /** Closes all connections, without an answer where one is due, ends all threads and deletes all files. */
    @Override
    public void close() {
        front.close();
        workers.close();
        files.close();
        closed.countDown();
    }
}
