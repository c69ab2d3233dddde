package dev.sluice.config;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A user's configuration folder, command line and environment, as a test sets them up. */
final class UserFiles {
    private final Path home;
    private final Path folder;
    private final Map<String, String> overrides = new LinkedHashMap<>();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private QuickStart quickStart = QuickStart.NONE;

    UserFiles(Path temporary) {
        home = temporary.resolve("home");
        folder = temporary.resolve("config");
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    UserFiles file(String name, String text) {
        return file(name, text.getBytes(StandardCharsets.UTF_8));
    }

    UserFiles file(String name, byte[] bytes) {
        try {
            Files.createDirectories(path(name).getParent());
            Files.write(path(name), bytes);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    UserFiles properties(String text) {
        return file("application.properties", text);
    }

    UserFiles set(String key, String value) {
        overrides.put(key, value);
        return this;
    }

    UserFiles variable(String name, String value) {
        environment.put(name, value);
        return this;
    }

    UserFiles quickStart(QuickStart values) {
        quickStart = values;
        return this;
    }

    Path path(String name) {
        return folder.resolve(name);
    }

    ConfigurationSource source() {
        return ConfigurationSource.of(home)
                .withFolder(folder)
                .withOverrides(overrides)
                .withQuickStart(quickStart)
                .withEnvironment(environment);
    }

    Configuration load() {
        return ConfigurationLoader.load(source());
    }

    /** Loads what must be wrong and returns the problems, with places below the folder written as {@code config/…}. */
    List<String> problems() {
        return catchThrowableOfType(InvalidConfigurationException.class, this::load).problems().stream()
                .map(this::fromConfig)
                .toList();
    }

    List<String> warnings() {
        return load().warnings().stream().map(this::fromConfig).toList();
    }

    private String fromConfig(String sentence) {
        return sentence.replace(folder.toString(), "config").replace('\\', '/');
    }
}
