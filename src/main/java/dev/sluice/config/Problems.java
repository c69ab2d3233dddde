package dev.sluice.config;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with a configuration, so that all of it is said at once. Not thread-safe. */
final class Problems {
    private final List<String> problems = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    /** Notes a problem at a place such as {@code config/limits.yaml:3:5} or {@code --set}. */
    void add(String place, String sentence) {
        problems.add(place + ": " + sentence);
    }

    /** Notes an unknown key, with the nearest known one if any is near. */
    void unknownKey(String place, String key, Iterable<String> known) {
        add(place, "unknown key " + Shape.shortened(key) + Spelling.hint(key, known));
    }

    /** Notes something that works but is hardly meant. */
    void warn(String place, String sentence) {
        warnings.add(place + ": " + sentence);
    }

    List<String> warnings() {
        return List.copyOf(warnings);
    }

    /** Throws {@link InvalidConfigurationException} with all problems noted so far, if there are any. */
    void throwIfAny() {
        if (!problems.isEmpty()) {
            throw new InvalidConfigurationException(problems);
        }
    }
}
