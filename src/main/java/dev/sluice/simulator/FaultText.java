package dev.sluice.simulator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads faults from text. */
final class FaultText {
    private FaultText() {}

    /** Reads several faults with semicolons between them; a blank text is none. */
    static List<Fault> parseAll(String text) {
        List<Fault> faults = new ArrayList<>();
        for (String part : text.split(";", -1)) {
            if (!part.isBlank()) {
                faults.add(parse(part));
            }
        }
        return faults;
    }

    static Fault parse(String text) {
        String[] parts = text.strip().split(",", -1);
        Fault fault = what(parts[0].strip());
        for (String part : Arrays.asList(parts).subList(1, parts.length)) {
            fault = with(fault, part);
        }
        return fault;
    }

    static String label(Fault fault) {
        if (fault.kind() != Fault.Kind.STATUS) {
            return name(fault.kind());
        }
        return fault.code() == null ? String.valueOf(fault.status()) : fault.status() + ":" + fault.code();
    }

    private static Fault what(String text) {
        if (!text.isEmpty() && Character.isDigit(text.charAt(0))) {
            int colon = text.indexOf(':');
            return colon < 0
                    ? Fault.status(Integer.parseInt(text))
                    : Fault.status(Integer.parseInt(text.substring(0, colon)), text.substring(colon + 1));
        }
        Optional<Fault.Kind> kind = Arrays.stream(Fault.Kind.values())
                .filter(k -> k != Fault.Kind.STATUS && name(k).equals(text))
                .findFirst();
        return Fault.of(kind.orElseThrow(() -> new IllegalArgumentException("unknown fault: value=" + text)));
    }

    private static Fault with(Fault fault, String condition) {
        int equals = condition.indexOf('=');
        String name = condition.substring(0, Math.max(0, equals)).strip();
        String value = condition.substring(equals + 1);
        return switch (name) {
            case "probability" -> fault.withProbability(Double.parseDouble(value));
            case "text" -> fault.onText(value);
            case "path" -> fault.onPath(value.strip());
            case "times" -> fault.times(Long.parseLong(value.strip()));
            case "duration" -> fault.withDuration(DurationText.parse(value));
            default ->
                throw new IllegalArgumentException(
                        "a fault has probability, text, path, times and duration: value=" + condition);
        };
    }

    private static String name(Fault.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
