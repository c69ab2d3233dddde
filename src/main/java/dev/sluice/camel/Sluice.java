package dev.sluice.camel;

import dev.sluice.config.Configuration;
import dev.sluice.config.Settings;
import dev.sluice.job.JobProgress;
import dev.sluice.provider.ProviderConfig;
import dev.sluice.simulator.Simulator;
import dev.sluice.simulator.SimulatorOptions;
import dev.sluice.simulator.SimulatorOptionsBuilder;
import dev.sluice.time.Ticker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainConfigurationProperties;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.main.SimpleMainShutdownStrategy;
import org.jspecify.annotations.Nullable;

/** A running Sluice on camel-main: starts the routes, tells how far they are, stops them. Thread-safe. */
public final class Sluice implements AutoCloseable {
    private static final Path OWN_ROUTES = Path.of("routes");
    private static final Duration TO_END = Duration.ofSeconds(3);
    private final Main main;
    private final SluicePack pack;
    private final @Nullable Simulator simulator;

    private Sluice(Main main, SluicePack pack, @Nullable Simulator simulator) {
        this.main = main;
        this.pack = pack;
        this.simulator = simulator;
    }

    /**
     * Starts the routes on a configuration and returns when they run.
     *
     * @throws IllegalStateException when they can't be started; the message is one sentence for the user
     */
    public static Sluice start(Configuration configuration) {
        return start(configuration, Clock.systemUTC(), Ticker.system());
    }

    /** Starts with another clock, by which days pass, and another ticker, by which the lanes that ask after their work wait. */
    static Sluice start(Configuration configuration, Clock clock, Ticker ticker) {
        Settings settings = configuration.settings();
        Optional<ProviderConfig> real = configuration.provider();
        Simulator simulator = real.isPresent() ? null : simulator(settings);
        ProviderConfig provider = simulator == null ? real.orElseThrow() : simulated(settings, simulator);
        try {
            SluicePack pack = open(configuration, provider, clock, ticker);
            return new Sluice(main(configuration, pack), pack, simulator);
        } catch (RuntimeException e) {
            close(simulator);
            throw e;
        }
    }

    private static Main main(Configuration configuration, SluicePack pack) {
        Main main = new Main();
        main.setDefaultPropertyPlaceholderLocation("false");
        // Whoever starts Sluice also stops it: Camel's own hook for the end of the JVM would keep each one that was
        // stopped in memory.
        main.setShutdownStrategy(new SimpleMainShutdownStrategy());
        MainConfigurationProperties options = main.configure();
        options.setName("sluice");
        options.setRoutesIncludePattern(routes());
        // Only Sluice's own settings count: no variable of the environment reaches Camel.
        options.setAutoConfigurationEnvironmentVariablesEnabled(false);
        options.setAutoConfigurationLogSummary(false);
        // The requests under way are broken off a little earlier, so that each worker ends as it does otherwise.
        Duration patience = configuration.settings().millis("sluice.stop.timeout-millis");
        options.setShutdownTimeout((int) patience.plus(TO_END).toSeconds());
        main.addMainListener(new Binding(pack));
        try {
            main.start();
        } catch (Exception e) {
            main.stop();
            pack.close();
            String which = options.getRoutesIncludePattern().startsWith("file:")
                    ? "the routes of the folder " + OWN_ROUTES.toAbsolutePath() + ", which replace the packed ones,"
                    : "the routes";
            throw new IllegalStateException(which + " can't be started: " + rootMessage(e), e);
        }
        return main;
    }

    /** Returns whether the simulated provider answers. */
    public boolean simulated() {
        return simulator != null;
    }

    /** Returns the jobs of this run, unfinished and finished, in the order of their claims. */
    public List<JobProgress> jobs() {
        return pack.jobs().progress();
    }

    /** Returns whether the inbox holds no more acceptable file and no job is unfinished. */
    public boolean idle() {
        return pack.idle();
    }

    /** Returns why nothing can be sent at all, such as a key that is not accepted, or empty. */
    public Optional<String> blocked() {
        return pack.pools().blockedBecause();
    }

    /** Returns which pools and users send nothing for a while and why, one sentence each. */
    public List<String> longWaits() {
        return Stream.concat(pack.pools().longWaits().stream(), pack.waitingUsers().stream())
                .toList();
    }

    /** Stops: finishes the requests under way within 25 s, leaves the rest for the next start. */
    @Override
    public void close() {
        main.stop();
        pack.close();
        close(simulator);
    }

    private static void close(@Nullable Simulator simulator) {
        if (simulator != null) {
            simulator.close();
        }
    }

    private static Simulator simulator(Settings settings) {
        SimulatorOptionsBuilder options =
                SimulatorOptions.builder().recording(false).latency(settings.millis("sluice.simulator.latency-millis"));
        int requestsPerMinute = settings.number("sluice.simulator.requests-per-minute");
        if (requestsPerMinute > 0) {
            options.requestsPerMinute(requestsPerMinute);
        }
        return Simulator.start(options.build());
    }

    private static ProviderConfig simulated(Settings settings, Simulator simulator) {
        return new ProviderConfig(
                ProviderConfig.Kind.OPENAI,
                simulator.baseUrl(),
                null,
                null,
                null,
                null,
                settings.millis("sluice.provider.connect-timeout-millis"),
                settings.millis("sluice.provider.response-timeout-millis"));
    }

    private static SluicePack open(Configuration configuration, ProviderConfig provider, Clock clock, Ticker ticker) {
        try {
            return SluicePack.open(configuration, provider, clock, ticker);
        } catch (IOException e) {
            throw new IllegalStateException("the home folder can't be used: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted at the start", e);
        }
    }

    private static String routes() {
        String packed = String.join(",", SluicePack.packedRoutes());
        try (Stream<Path> files = Files.isDirectory(OWN_ROUTES) ? Files.list(OWN_ROUTES) : Stream.empty()) {
            boolean own = files.anyMatch(file -> file.toString().endsWith(".camel.yaml"));
            return own ? "file:routes/*.camel.yaml" : packed;
        } catch (IOException e) {
            return packed;
        }
    }

    private static String rootMessage(Throwable failure) {
        Throwable cause = failure.getCause();
        return cause == null || cause == failure ? String.valueOf(failure.getMessage()) : rootMessage(cause);
    }

    private static final class Binding extends MainListenerSupport {
        private final SluicePack pack;

        Binding(SluicePack pack) {
            this.pack = pack;
        }

        @Override
        public void beforeInitialize(BaseMainSupport main) {
            pack.bindTo(main.getCamelContext());
        }

        @Override
        public void afterConfigure(BaseMainSupport main) {
            CamelContext context = main.getCamelContext();
            pack.addLanes(context);
        }
    }
}
