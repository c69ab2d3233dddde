package dev.sluice.simulator;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Counts prompts by text, up to 200,000 different ones; long ones are known by their start and hash. Thread-safe. */
final class PromptCounts {
    private static final int MAX_PROMPTS = 200_000;
    private static final int MAX_LENGTH = 1_000;
    private final Map<String, Integer> counts = new ConcurrentHashMap<>();

    void add(String prompt) {
        String key = key(prompt);
        if (counts.size() < MAX_PROMPTS || counts.containsKey(key)) {
            counts.merge(key, 1, Integer::sum);
        }
    }

    int of(String prompt) {
        return counts.getOrDefault(key(prompt), 0);
    }

    int size() {
        return counts.size();
    }

    Map<String, Integer> above(int count) {
        Map<String, Integer> found = new TreeMap<>();
        counts.forEach((prompt, n) -> {
            if (n > count) {
                found.put(prompt, n);
            }
        });
        return found;
    }

    private static String key(String prompt) {
        return prompt.length() <= MAX_LENGTH
                ? prompt
                : prompt.substring(0, MAX_LENGTH) + "#" + prompt.length() + "#" + prompt.hashCode();
    }
}
