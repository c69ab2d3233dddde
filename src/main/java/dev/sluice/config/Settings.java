package dev.sluice.config;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** The {@code sluice.*} keys with their values in force. Immutable. */
public final class Settings {
    private final Map<String, String> values;

    Settings(Map<String, String> values) {
        this.values = Map.copyOf(values);
    }

    /** Returns the value of a key that is known to exist. */
    public String text(String key) {
        String value = values.get(key);
        if (value == null) {
            throw new IllegalArgumentException("no such setting: key=" + key);
        }
        return value;
    }

    /** Returns a whole number. */
    public int number(String key) {
        return Integer.parseInt(text(key));
    }

    /** Returns a duration given in milliseconds by a key that ends in {@code -millis}. */
    public Duration millis(String key) {
        return Duration.ofMillis(Long.parseLong(text(key)));
    }

    /** Returns whether a flag is set. */
    public boolean flag(String key) {
        return Boolean.parseBoolean(text(key));
    }

    /** Returns all keys and values, sorted by key. */
    public Map<String, String> asMap() {
        return new TreeMap<>(values);
    }
}
