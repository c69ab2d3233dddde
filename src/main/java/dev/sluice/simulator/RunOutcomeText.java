package dev.sluice.simulator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Reads outcomes from text. */
final class RunOutcomeText {
    private RunOutcomeText() {}

    /** Reads several outcomes with semicolons between them; a blank text is none. */
    static List<RunOutcome> parseAll(String text) {
        List<RunOutcome> outcomes = new ArrayList<>();
        for (String part : text.split(";", -1)) {
            if (!part.isBlank()) {
                outcomes.add(parse(part));
            }
        }
        return outcomes;
    }

    static RunOutcome parse(String text) {
        String[] parts = text.strip().split(",", -1);
        RunOutcome outcome = what(parts[0].strip());
        for (String part : Arrays.asList(parts).subList(1, parts.length)) {
            outcome = with(outcome, part);
        }
        return outcome;
    }

    private static RunOutcome what(String text) {
        String[] pair = text.split(":", 2);
        RunOutcome outcome = Arrays.stream(RunOutcome.Kind.values())
                .filter(kind ->
                        kind.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(pair[0]))
                .findFirst()
                .map(RunOutcome::of)
                .orElseThrow(() -> new IllegalArgumentException("unknown run-outcome: value=" + text));
        return pair.length == 1 ? outcome : outcome.withCode(pair[1]);
    }

    private static RunOutcome with(RunOutcome outcome, String condition) {
        int equals = condition.indexOf('=');
        String name = condition.substring(0, Math.max(0, equals)).strip();
        String value = condition.substring(equals + 1);
        return switch (name) {
            case "probability" -> outcome.withProbability(Double.parseDouble(value));
            case "text" -> outcome.onText(value);
            case "skip" -> outcome.skip(Long.parseLong(value.strip()));
            case "times" -> outcome.times(Long.parseLong(value.strip()));
            default ->
                throw new IllegalArgumentException(
                        "a run-outcome has probability, text, skip and times: value=" + condition);
        };
    }
}
