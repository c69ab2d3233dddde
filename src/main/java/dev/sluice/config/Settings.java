package dev.sluice.config;

import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The {@code sluice.*} settings with their values in force; of a secret it knows only whether one is set. Immutable.
 */
public final class Settings {
    private static final String HIDDEN = "(hidden)";

    private final Map<Setting, String> values;

    /** Takes checked values; a setting that is left out takes its default. */
    Settings(Map<Setting, String> checked) {
        values = new EnumMap<>(Setting.class);
        for (Setting setting : Setting.values()) {
            String value = checked.getOrDefault(setting, setting.defaultValue());
            values.put(setting, setting.secret() && !value.isEmpty() ? HIDDEN : value);
        }
    }

    /** Returns a value as it is written; an empty text stands for none, and a secret is hidden. */
    public String text(Setting setting) {
        return values.getOrDefault(setting, setting.defaultValue());
    }

    /**
     * Returns a whole number.
     *
     * @throws ArithmeticException when it is larger than an int; see {@link #bytes}
     */
    public int number(Setting setting) {
        return Math.toIntExact(whole(setting));
    }

    /** Returns a number of bytes. */
    public long bytes(Setting setting) {
        return whole(setting);
    }

    /** Returns a duration that is given in milliseconds. */
    public Duration millis(Setting setting) {
        return Duration.ofMillis(whole(setting));
    }

    /** Returns a time zone. */
    public ZoneId zone(Setting setting) {
        return ZoneId.of(text(setting));
    }

    /** Returns whether a flag is set. */
    public boolean flag(Setting setting) {
        return Boolean.parseBoolean(text(setting));
    }

    /** Returns a path, or null where none is given. */
    public @Nullable Path path(Setting setting) {
        String text = text(setting);
        return text.isEmpty() ? null : Path.of(text);
    }

    /** Returns the value of this key as it is written. */
    public String text(String key) {
        return text(known(key));
    }

    /** Returns the whole number of this key. */
    public int number(String key) {
        return number(known(key));
    }

    /** Returns the duration of this key, which is given in milliseconds. */
    public Duration millis(String key) {
        return millis(known(key));
    }

    /** Returns whether the flag of this key is set. */
    public boolean flag(String key) {
        return flag(known(key));
    }

    /** Returns all keys and values, sorted by key; secrets are hidden. */
    public Map<String, String> asMap() {
        Map<String, String> map = new TreeMap<>();
        values.forEach((setting, value) -> map.put(setting.key(), value));
        return map;
    }

    @Override
    public String toString() {
        return "Settings" + asMap();
    }

    private long whole(Setting setting) {
        return Long.parseLong(text(setting));
    }

    private static Setting known(String key) {
        return Setting.ofKey(key).orElseThrow(() -> new IllegalArgumentException("no such setting: key=" + key));
    }
}
