package dev.sluice.job;

import dev.sluice.prompt.InputLines;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The lines of an errors file: each prompt without an answer in input form, ready to be dropped in again under the same
 * profile. Holds one line at a time; the caller closes the input. Not thread-safe.
 */
public final class FailedLines implements Iterator<String> {
    private final InputLines lines;
    private final Outcomes outcomes;
    private @Nullable String ahead;

    /**
     * Creates the lines.
     *
     * @param lines the input, read once more from its start
     * @param results its results by rising index; those of answered prompts must be there too
     */
    public FailedLines(InputLines lines, Iterator<? extends Result> results) {
        this.lines = lines;
        this.outcomes = new Outcomes(lines, results, new MissingResult("skipped", "has no result"));
    }

    @Override
    public boolean hasNext() {
        while (ahead == null && outcomes.hasNext()) {
            Outcome outcome = outcomes.next();
            if (outcome.members() == null) {
                ahead = lines.asInput(outcome.line());
            }
        }
        return ahead != null;
    }

    @Override
    public String next() {
        String line = hasNext() ? ahead : null;
        if (line == null) {
            throw new NoSuchElementException("no more lines");
        }
        ahead = null;
        return line;
    }
}
