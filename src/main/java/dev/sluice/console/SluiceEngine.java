package dev.sluice.console;

import dev.sluice.camel.Sluice;
import dev.sluice.config.Configuration;
import dev.sluice.config.ConfigurationLoader;
import dev.sluice.config.ConfigurationSource;
import dev.sluice.config.Setting;
import dev.sluice.job.JobProgress;
import java.util.List;
import java.util.Optional;

/** The real engine: the routes on camel-main. Thread-safe. */
final class SluiceEngine implements Engine {
    private static final String OUR_LOG_LEVEL = "org.slf4j.simpleLogger.log.dev.sluice";
    private static final String ALL_LOG_LEVEL = "org.slf4j.simpleLogger.defaultLogLevel";
    private final Sluice sluice;
    private final Configuration configuration;

    private SluiceEngine(Sluice sluice, Configuration configuration) {
        this.sluice = sluice;
        this.configuration = configuration;
    }

    /** Starts the routes. */
    static Engine launch(ConfigurationSource source) {
        Configuration configuration = ConfigurationLoader.load(source);
        setLogLevel(configuration.settings().text(Setting.LOG_LEVEL));
        return new SluiceEngine(Sluice.start(configuration), configuration);
    }

    @Override
    public Optional<String> provider() {
        return sluice.simulated()
                ? Optional.empty()
                : Optional.of(configuration.settings().text(Setting.PROVIDER_BASE_URL));
    }

    @Override
    public List<String> warnings() {
        return configuration.warnings();
    }

    @Override
    public List<JobProgress> jobs() {
        return sluice.jobs();
    }

    @Override
    public boolean idle() {
        return sluice.idle();
    }

    @Override
    public Optional<String> blocked() {
        return sluice.blocked();
    }

    @Override
    public List<String> longWaits() {
        return sluice.longWaits();
    }

    @Override
    public void close() {
        sluice.close();
    }

    /** Sets the level before the first logger is made, for it stays as it is then; others' lines never get chattier. */
    private static void setLogLevel(String level) {
        System.setProperty(OUR_LOG_LEVEL, level);
        if (level.equals("error")) {
            System.setProperty(ALL_LOG_LEVEL, level);
        }
    }
}
