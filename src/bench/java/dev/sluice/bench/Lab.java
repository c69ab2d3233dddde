package dev.sluice.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Where it is measured: the packaged jar, a folder for homes and logs, and a configuration. */
final class Lab {
    private static final Pattern LISTENING = Pattern.compile("SIMULATED provider at (\\S+/v1)");
    private static final String PROFILES = """
            chat:
              endpoint: chat
              model: gpt-4o-mini
            completions:
              endpoint: completions
              model: llama
              max-prompts: 20
              parameters: {max_tokens: 64}
            batch:
              endpoint: chat
              model: gpt-4o-mini
              lane: batch
            response:
              model: gpt-4o-mini
              lane: polled
            assistant:
              model: gpt-4o-mini
              lane: polled
              start: assistant
            embeddings:
              endpoint: embeddings
              model: text-embedding-3-small
              max-prompts: 100
              parameters: {dimensions: 8}
            """;
    private final Path jar;
    private final Path folder;
    private final Path config;
    private int count;

    private Lab(Path jar, Path folder, Path config) {
        this.jar = jar;
        this.folder = folder;
        this.config = config;
    }

    /** Prepares a clean folder below the build folder. */
    static Lab in(Path build) throws IOException {
        Path folder = build.resolve("bench/work");
        delete(folder);
        Path config = Files.createDirectories(folder.resolve("config"));
        Files.writeString(config.resolve("profiles.yaml"), PROFILES);
        return new Lab(build.resolve("sluice.jar"), folder, config);
    }

    /** Returns a lab below this one with an empty configuration of its own. */
    Lab withOwnConfiguration(String name) throws IOException {
        Path own = folder.resolve(name);
        return new Lab(jar, own, Files.createDirectories(own.resolve("config")));
    }

    /** Writes a file of the configuration, in the place of what it said. */
    void configure(String file, String text) throws IOException {
        Files.writeString(config.resolve(file), text);
    }

    /** Returns a new home folder. */
    Home home() {
        return new Home(folder.resolve("home-" + ++count));
    }

    /** Deletes what a measurement left. */
    void clear(Home home) throws IOException {
        delete(home.folder());
    }

    /** Starts a simulated provider that answers after 50 ms. */
    Provider provider(String... options) throws IOException, InterruptedException {
        return providerAt(0, options);
    }

    /** Starts it at a port, 0 for any free one. */
    Provider providerAt(int port, String... options) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("-jar", jar.toString(), "simulate"));
        arguments.addAll(List.of("--port", Integer.toString(port)));
        arguments.addAll(List.of("--latency", "50ms", "--set", "recording=false"));
        arguments.addAll(List.of(options));
        JavaProcess process = start("simulate", Map.of(), arguments);
        return new Provider(process, process.awaitOutput(LISTENING));
    }

    /** Starts {@code sluice run} on a home folder. */
    JavaProcess run(Home home, Provider provider, List<String> jvmOptions, String... options) throws IOException {
        List<String> arguments = new ArrayList<>(jvmOptions);
        arguments.addAll(
                List.of("-jar", jar.toString(), "run", "--home", home.folder().toString()));
        arguments.addAll(List.of("--config", config.toString()));
        arguments.addAll(List.of(options));
        return start("run", Map.of("OPENAI_BASE_URL", provider.baseUrl()), arguments);
    }

    /** Runs another command of {@code sluice} on a home folder to its end. */
    void command(Home home, List<String> command) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("-jar", jar.toString()));
        arguments.addAll(command);
        arguments.addAll(List.of("--home", home.folder().toString()));
        try (JavaProcess process = start(command.get(0), Map.of(), arguments)) {
            process.awaitSuccess();
        }
    }

    /** Starts {@code sluice evidence} on a home folder. */
    JavaProcess evidence(Home home, Path out, String... options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("-jar", jar.toString(), "evidence"));
        arguments.addAll(List.of("--home", home.folder().toString(), "--out", out.toString()));
        arguments.addAll(List.of(options));
        return start("evidence", Map.of(), arguments);
    }

    /** Starts the official client on a file of prompts. */
    JavaProcess officialClient(Path prompts, Path answers, Provider provider, int threads) throws IOException {
        List<String> arguments = List.of(
                "-cp",
                System.getProperty("java.class.path"),
                OfficialClient.class.getName(),
                provider.baseUrl(),
                prompts.toString(),
                answers.toString(),
                Integer.toString(threads));
        return start("official-client", Map.of(), arguments);
    }

    private JavaProcess start(String name, Map<String, String> environment, List<String> arguments) throws IOException {
        return JavaProcess.start(folder, name + "-" + ++count, environment, arguments);
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
