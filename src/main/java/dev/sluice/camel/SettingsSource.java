package dev.sluice.camel;

import java.util.Map;
import org.apache.camel.spi.PropertiesSource;
import org.jspecify.annotations.Nullable;

/** Gives the routes the values of their {@code {{sluice.…}}} places. Immutable. */
final class SettingsSource implements PropertiesSource {
    private final Map<String, String> values;

    SettingsSource(Map<String, String> values) {
        this.values = Map.copyOf(values);
    }

    @Override
    public String getName() {
        return "sluice-settings";
    }

    @Override
    public @Nullable String getProperty(String name) {
        return values.get(name);
    }
}
