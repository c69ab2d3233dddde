package dev.sluice.reconcile;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts dated snapshots under the alias that was asked for: providers tell {@code gpt-5-mini-2026-08-07} where the request
 * said {@code gpt-5-mini}, or {@code gpt-4-0613} for {@code gpt-4}. A snapshot whose alias nobody asked for keeps its name.
 * Immutable.
 */
final class Aliases {
    private static final Pattern DATED =
            Pattern.compile("(?<alias>.+)-(?:20\\d\\d-\\d\\d-\\d\\d|(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01]))");
    private final Set<String> asked;

    /** Creates those of the models that were asked. */
    Aliases(Set<String> asked) {
        this.asked = Set.copyOf(asked);
    }

    /** Returns the name that a model is compared under. */
    String of(String model) {
        Matcher dated = DATED.matcher(model);
        return dated.matches() && asked.contains(dated.group("alias")) ? dated.group("alias") : model;
    }
}
