package dev.sluice.config;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where configuration is read from. Immutable; its text shows no values, as some are secret.
 *
 * @param home the home folder
 * @param folder the user's configuration folder, or null for the packed defaults alone
 * @param overrides values of {@code --set} in the order given, with or without the {@code sluice.} prefix
 * @param quickStart what the command line says about the default profile and its pool
 * @param environment the environment variables; only those of the official SDKs are looked at
 */
public record ConfigurationSource(
        Path home,
        @Nullable Path folder,
        Map<String, String> overrides,
        QuickStart quickStart,
        Map<String, String> environment) {

    /** Copies the maps. */
    public ConfigurationSource {
        overrides = Collections.unmodifiableMap(new LinkedHashMap<>(overrides));
        environment = Map.copyOf(environment);
    }

    /** Returns a source of the packed defaults alone. */
    public static ConfigurationSource of(Path home) {
        return new ConfigurationSource(home, null, Map.of(), QuickStart.NONE, Map.of());
    }

    /** Returns the same with a configuration folder; null takes it away. */
    public ConfigurationSource withFolder(@Nullable Path newFolder) {
        return new ConfigurationSource(home, newFolder, overrides, quickStart, environment);
    }

    /** Returns the same with these {@code --set} values. */
    public ConfigurationSource withOverrides(Map<String, String> newOverrides) {
        return new ConfigurationSource(home, folder, newOverrides, quickStart, environment);
    }

    /** Returns the same with these values for the default profile and its pool. */
    public ConfigurationSource withQuickStart(QuickStart newQuickStart) {
        return new ConfigurationSource(home, folder, overrides, newQuickStart, environment);
    }

    /** Returns the same with these environment variables. */
    public ConfigurationSource withEnvironment(Map<String, String> newEnvironment) {
        return new ConfigurationSource(home, folder, overrides, quickStart, newEnvironment);
    }

    @Override
    public String toString() {
        return "ConfigurationSource[home=" + home + " folder=" + folder + " overrides=" + overrides.keySet() + "]";
    }
}
