package dev.sluice.camel;

import static org.awaitility.Awaitility.await;

import dev.sluice.config.Configuration;
import dev.sluice.config.ConfigurationLoader;
import dev.sluice.config.ConfigurationSource;
import dev.sluice.job.JobProgress;
import dev.sluice.simulator.Fault;
import dev.sluice.simulator.Simulator;
import dev.sluice.simulator.SimulatorOptions;
import dev.sluice.simulator.SimulatorOptionsBuilder;
import dev.sluice.simulator.SimulatorStats;
import dev.sluice.time.Ticker;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;

/** A home folder, the simulated provider, and a Sluice on both that can be stopped and started again. */
final class SluiceFixture implements AutoCloseable {
    private final Path home;
    private final Path config;
    private final Simulator provider;
    private final Map<String, String> settings = new LinkedHashMap<>();
    private Clock clock = Clock.systemUTC();
    private Ticker ticker = Ticker.system();
    private Sluice sluice;

    private SluiceFixture(Path folder, String homeName) {
        home = folder.resolve(homeName);
        config = folder.resolve("config");
        provider = Simulator.start(SimulatorOptions.builder().build());
        set("sluice.provider.base-url", provider.baseUrl());
        set("sluice.inbox.stable-millis", 20);
        set("sluice.inbox.poll-millis", 20);
        set("sluice.retry.attempts", 3);
        set("sluice.retry.delay-millis", 5);
        set("sluice.retry.max-delay-millis", 20);
        profiles("default: {max-wait: 20ms}");
    }

    static SluiceFixture in(Path folder) {
        return new SluiceFixture(folder, "home");
    }

    static SluiceFixture in(Path folder, String homeName) {
        return new SluiceFixture(folder, homeName);
    }

    /** Sets a setting for the next start. */
    SluiceFixture set(String key, Object value) {
        settings.put(key, String.valueOf(value));
        return this;
    }

    SluiceFixture profiles(String yaml) {
        write(config.resolve("profiles.yaml"), yaml);
        return this;
    }

    SluiceFixture users(String yaml) {
        write(config.resolve("users.yaml"), yaml);
        return this;
    }

    /** Lets days pass by another clock from the next start on. */
    SluiceFixture clock(Clock other) {
        clock = other;
        return this;
    }

    /** Lets time pass faster where work is asked after. */
    SluiceFixture time(FastTime fast) {
        clock = fast.clock();
        ticker = fast;
        return this;
    }

    SluiceFixture limits(String yaml) {
        write(config.resolve("limits.yaml"), yaml);
        return this;
    }

    /** Changes the provider from now on. */
    SluiceFixture provider(Consumer<SimulatorOptionsBuilder> changes) {
        provider.change(changes);
        return this;
    }

    /** Makes things go wrong at the provider from now on; none mends it. */
    SluiceFixture faults(Fault... faults) {
        return provider(options -> options.faults(faults));
    }

    SluiceFixture start() {
        sluice = Sluice.start(configuration(), clock, ticker);
        return this;
    }

    Configuration configuration() {
        return ConfigurationLoader.load(ConfigurationSource.of(home)
                .withFolder(config)
                .withOverrides(settings)
                .withEnvironment(Map.of()));
    }

    void stop() {
        sluice.close();
        sluice = null;
    }

    Sluice sluice() {
        return sluice;
    }

    SimulatorStats stats() {
        return provider.stats();
    }

    Simulator provider() {
        return provider;
    }

    Path home() {
        return home;
    }

    Path path(String name) {
        return home.resolve(name);
    }

    boolean exists(String name) {
        return Files.exists(path(name));
    }

    /** Puts a file into the inbox by an atomic move, as a careful user does. */
    SluiceFixture drop(String name, String... lines) {
        return drop(name, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    SluiceFixture drop(String name, byte[] content) {
        Path target = path("inbox").resolve(name);
        try {
            Files.createDirectories(target.getParent());
            Path hidden = target.resolveSibling(".dropping");
            Files.write(hidden, content);
            Files.move(hidden, target, StandardCopyOption.ATOMIC_MOVE);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until the report of a job is there, which is written last, and the original is archived. */
    Output output(String name) {
        until("the job is done", () -> exists("outbox/" + name + ".report.json") && !working(name));
        return new Output(path("outbox"), name);
    }

    void untilIdle() {
        until("nothing is left to do", () -> sluice.idle());
    }

    void until(String what, Callable<Boolean> condition) {
        eventually().alias(what).until(condition);
    }

    static ConditionFactory eventually() {
        return await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(10));
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the files below a folder of the home folder, hidden ones left out, sorted. */
    List<String> files(String folder) {
        try (Stream<Path> files = Files.walk(path(folder))) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().startsWith("."))
                    .map(file -> path(folder).relativize(file).toString().replace(File.separatorChar, '/'))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (sluice != null) {
            sluice.close();
        }
        provider.close();
    }

    private boolean working(String outputName) {
        return sluice.jobs().stream()
                .filter(job -> job.state() != JobProgress.State.DONE)
                .anyMatch(job -> job.name().startsWith(outputName + "."));
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
