package dev.sluice.camel;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.config.Configuration;
import dev.sluice.config.ConfigurationLoader;
import dev.sluice.config.ConfigurationSource;
import dev.sluice.simulator.Simulator;
import dev.sluice.simulator.SimulatorOptions;
import dev.sluice.simulator.SimulatorOptionsBuilder;
import dev.sluice.simulator.SimulatorStats;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A home folder, a simulated provider and the real routes between them. */
final class JobFixture implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path home;
    private final Path folder;
    private final Simulator simulator;
    private final Map<String, String> settings = new LinkedHashMap<>();

    JobFixture(Path temporary, Consumer<SimulatorOptionsBuilder> provider) {
        home = temporary.resolve("home");
        folder = temporary.resolve("config");
        simulator = Simulator.start(SimulatorOptions.builder().build().with(provider));
        settings.put("provider.base-url", simulator.baseUrl().toString());
        settings.put("inbox.stable-millis", "0");
        settings.put("inbox.poll-millis", "10");
        settings.put("retry.delay-millis", "1");
        settings.put("retry.attempts", "3");
    }

    /** Writes a file of the configuration. */
    JobFixture configure(String file, String text) {
        return write(folder.resolve(file), text);
    }

    /** Drops a file into the inbox. */
    JobFixture drop(String name, String text) {
        return write(home.resolve("inbox").resolve(name), text);
    }

    /** Runs Sluice until nothing is left to do. */
    JobFixture run() {
        try (Sluice sluice = Sluice.start(configuration())) {
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(sluice::idle);
        }
        return this;
    }

    Configuration configuration() {
        return ConfigurationLoader.load(ConfigurationSource.of(home)
                .withFolder(Files.isDirectory(folder) ? folder : null)
                .withOverrides(settings));
    }

    Path home() {
        return home;
    }

    Simulator simulator() {
        return simulator;
    }

    SimulatorStats seen() {
        return simulator.stats();
    }

    /** Returns the lines of a results file. */
    List<JsonNode> results(String name) {
        return lines(name + ".results.jsonl").stream().map(JobFixture::json).toList();
    }

    /** Returns the texts of a results file, null where a line has none. */
    List<String> texts(String name) {
        return results(name).stream().map(line -> line.path("text").asText()).toList();
    }

    /** Returns the lines of a file of the outbox. */
    List<String> lines(String name) {
        try {
            return Files.readAllLines(home.resolve("outbox").resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JsonNode report(String name) {
        return json(String.join("\n", lines(name + ".report.json")));
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JobFixture write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        simulator.close();
    }
}
