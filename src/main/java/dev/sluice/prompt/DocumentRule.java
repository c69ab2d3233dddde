package dev.sluice.prompt;

import org.jspecify.annotations.Nullable;

/**
 * What files of one prompt are, and what becomes of their answers. Immutable.
 *
 * @param wholeText whether a text file is one prompt, as a Markdown file is, instead of one a line
 * @param inOneFile whether the answers to the files of a folder also go into one {@code answers.csv}
 * @param label a further column of that file, or null
 */
public record DocumentRule(
        boolean wholeText, boolean inOneFile, @Nullable LabelRule label) {
    /** What holds where a profile says nothing. */
    public static final DocumentRule STANDARD = new DocumentRule(false, false, null);
}
