package dev.sluice.prompt;

import java.util.regex.Pattern;

/**
 * What a column of {@code answers.csv} says of an answer. Immutable.
 *
 * @param column the name of the column
 * @param sought what is looked for in an answer
 * @param then what the column says where it is found
 * @param otherwise what it says where it is not
 */
public record LabelRule(String column, Pattern sought, String then, String otherwise) {
    /** Returns what the column says of an answer. */
    public String of(String answer) {
        return sought.matcher(answer).find() ? then : otherwise;
    }
}
