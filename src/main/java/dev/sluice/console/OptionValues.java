package dev.sluice.console;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Reads the values of options, and says in a sentence what is wrong with one. Immutable. */
final class OptionValues {
    private static final LocalDate LAST_DAY = LocalDate.of(9999, 12, 31);
    private final CommandSpec command;

    OptionValues(CommandSpec command) {
        this.command = command;
    }

    /** Returns the one of some choices that a text names, in upper or lower case. */
    <T extends Enum<T>> T choice(String option, String text, T[] choices) {
        List<String> labels = new ArrayList<>();
        for (T choice : choices) {
            if (label(choice).equals(text.toLowerCase(Locale.ROOT))) {
                return choice;
            }
            labels.add(label(choice));
        }
        throw wrong(option + " must be one of " + String.join(", ", labels) + ": value=" + Figures.plain(text));
    }

    /** Returns the date that a text is, or another where there is none. */
    LocalDate date(String option, @Nullable String text, LocalDate otherwise) {
        try {
            LocalDate date = text == null ? otherwise : LocalDate.parse(text);
            if (date.getYear() >= 0 && !date.isAfter(LAST_DAY)) {
                return date;
            }
        } catch (DateTimeException e) {
            // Told below.
        }
        throw wrong(option + " must be a date such as 2026-11-22: value=" + Figures.plain(String.valueOf(text)));
    }

    /** Checks that {@code --from} is not after {@code --to}. */
    void checkOrder(LocalDate from, LocalDate to) {
        if (from.isAfter(to)) {
            throw wrong("--from must not be after --to: from=" + from + " to=" + to);
        }
    }

    /** Returns what says that the command line is wrong. */
    ParameterException wrong(String problem) {
        return new ParameterException(command.commandLine(), problem);
    }

    /** Returns the name of a choice. */
    static String label(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
