package dev.sluice.config;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the settings that a user gives, in files and on the command line, and checks each. Not thread-safe. */
final class SettingsReader {
    static final String FILE = "application.properties";
    private static final String PREFIX = "sluice.";

    private final Map<Setting, Value> given = new EnumMap<>(Setting.class);
    private final Problems problems;

    SettingsReader(Problems problems) {
        this.problems = problems;
    }

    /** Returns what was given and is right; what is left out or empty is not among it. */
    Map<Setting, Value> given() {
        return new EnumMap<>(given);
    }

    /** Takes in the user's {@code application.properties}, if there is one. */
    void readFile(ConfigurationFolder folder) {
        folder.read(FILE).ifPresent(text -> {
            Map<String, String> places = new HashMap<>();
            PropertiesReader.read(folder.nameOf(FILE), text, problems, (key, value) -> {
                String earlier = places.putIfAbsent(key, value.place());
                if (earlier == null) {
                    take(key, value);
                } else {
                    problems.add(value.place(), "key stands twice: key=" + key + " first=" + earlier);
                }
            });
        });
        if (given.containsKey(Setting.PROVIDER_API_KEY)) {
            folder.warnIfReadableByOthers(FILE, "holds a key");
        }
    }

    /** Takes in {@code --set} values; they beat those of the file. */
    void readOverrides(Map<String, String> overrides) {
        overrides.forEach((key, text) -> {
            String full = key.startsWith(PREFIX) ? key : PREFIX + key;
            take(full, new Value(text.strip(), "--set"));
            if (full.equals(Setting.PROVIDER_API_KEY.key())) {
                problems.warn("--set", full + " shows the key to everybody on this machine; use OPENAI_API_KEY");
            }
        });
    }

    /** Checks rules that bind two settings. */
    void checkTogether() {
        Value longest = given.get(Setting.RETRY_MAX_DELAY_MILLIS);
        Value first = given.get(Setting.RETRY_DELAY_MILLIS);
        long max = whole(longest, Setting.RETRY_MAX_DELAY_MILLIS);
        long delay = whole(first, Setting.RETRY_DELAY_MILLIS);
        if (delay > max) {
            Value culprit = first == null ? longest : first;
            problems.add(
                    culprit == null ? FILE : culprit.place(),
                    "sluice.retry.delay-millis must be at most sluice.retry.max-delay-millis: value=" + delay + " max="
                            + max);
        }
    }

    private static long whole(@Nullable Value value, Setting setting) {
        return Long.parseLong(value == null ? setting.defaultValue() : value.text());
    }

    private void take(String key, Value value) {
        Optional<Setting> known = Setting.ofKey(key);
        if (known.isEmpty()) {
            problems.unknownKey(value.place(), key, Setting.keys());
            return;
        }
        Setting setting = known.get();
        given.remove(setting);
        if (value.text().isEmpty()) {
            return;
        }
        Optional<String> text = setting.normalize(value.text());
        if (text.isPresent()) {
            given.put(setting, new Value(text.get(), value.place()));
        } else {
            problems.add(value.place(), broken(setting, value.text()));
        }
    }

    static String broken(Setting setting, String text) {
        String rule = setting.key() + " must be " + setting.accepts();
        boolean showable = !setting.secret() && setting != Setting.PROVIDER_BASE_URL;
        return showable ? rule + ": value=" + Shape.shortened(text) : rule;
    }
}
