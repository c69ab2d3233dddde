package dev.sluice.job;

import dev.sluice.prompt.InputLine;
import dev.sluice.prompt.InputLines;
import dev.sluice.prompt.Prompt;
import java.io.IOException;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** Merges the lines of an input file with their results by index, holding one of each. Not thread-safe. */
final class Outcomes implements Iterator<Outcome> {
    private final InputLines lines;
    private final Iterator<? extends Result> results;
    private final MissingResult missing;
    private @Nullable Result ahead;

    Outcomes(InputLines lines, Iterator<? extends Result> results, MissingResult missing) {
        this.lines = lines;
        this.results = results;
        this.missing = missing;
    }

    @Override
    public boolean hasNext() {
        return lines.hasNext();
    }

    @Override
    public Outcome next() {
        InputLine line = lines.next();
        Result result = resultOf(line.index());
        if (result == null) {
            return without(line);
        }
        if (!(result instanceof Result.Answered answered)) {
            return new Outcome(line, result, null, false);
        }
        try {
            Prompt prompt = line.prompt();
            String model = prompt == null ? null : prompt.model();
            return new Outcome(line, result, AnswerMembers.of(answered.body(), model), false);
        } catch (IOException e) {
            return new Outcome(line, unreadable(answered, e), null, false);
        }
    }

    private @Nullable Result resultOf(long index) {
        while (results.hasNext() && (ahead == null || ahead.index() < index)) {
            ahead = results.next();
        }
        return ahead != null && ahead.index() == index ? ahead : null;
    }

    private Outcome without(InputLine line) {
        boolean skipped = line.problem() == null;
        String code = skipped ? missing.code() : "unreadable_line";
        String message = line.problem() == null ? missing.message() : line.problem();
        return new Outcome(line, new Result.Failed(lines.job(), line.index(), 0, 0, code, message), null, skipped);
    }

    private static Result unreadable(Result.Answered answered, IOException e) {
        return new Result.Failed(
                answered.job(), answered.index(), answered.attempts(), 0, "unreadable_answer", reason(e));
    }

    /** Returns why an answer can't be understood, on one line. */
    static String reason(IOException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
