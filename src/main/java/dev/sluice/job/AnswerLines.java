package dev.sluice.job;

import dev.sluice.prompt.InputFormat;
import dev.sluice.prompt.InputLine;
import dev.sluice.prompt.InputLines;
import dev.sluice.prompt.Profile;
import java.io.IOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a results file: one for each prompt, in the order of the input and in its family. Holds one line at a
 * time; the caller closes the input. Not thread-safe.
 */
public final class AnswerLines implements Iterator<String> {
    private final Outcomes outcomes;
    private final AnswerForm form;
    private final AnswerForm batchForm;
    private final String lineEnd;
    private @Nullable String header;
    private long answered;
    private long failed;
    private long skipped;

    /**
     * Creates the lines.
     *
     * @param lines the input, read once more from its start
     * @param results its results by rising index; the first one counts where an index has several
     * @param missing what is said of a prompt without a result
     */
    public AnswerLines(InputLines lines, Iterator<? extends Result> results, MissingResult missing) {
        boolean inFamily = lines.profile().output() == Profile.Output.AUTO;
        boolean csv = inFamily && lines.format() == InputFormat.CSV;
        this.outcomes = new Outcomes(lines, results, missing);
        this.form = csv ? new CsvForm(lines.columns(), lines.isMarked()) : new SimpleForm();
        this.batchForm = inFamily ? new BatchForm() : form;
        this.lineEnd = csv ? CsvRow.END : "\n";
        this.header = form.header().orElse(null);
    }

    /** Returns the text that answers a document, or empty where it has none. */
    public static Optional<String> document(Result result) {
        if (!(result instanceof Result.Answered answer)) {
            return Optional.empty();
        }
        try {
            String text = AnswerMembers.of(answer.body(), null).document();
            return text.isEmpty() ? Optional.empty() : Optional.of(text.endsWith("\n") ? text : text + "\n");
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Override
    public boolean hasNext() {
        return header != null || outcomes.hasNext();
    }

    /** Returns the next line without its end; a CSV row may hold line breaks. */
    @Override
    public String next() {
        String first = header;
        if (first != null) {
            header = null;
            return first;
        }
        if (!outcomes.hasNext()) {
            throw new NoSuchElementException("no more lines");
        }
        return line(outcomes.next());
    }

    /** Returns what ends each line. */
    public String lineEnd() {
        return lineEnd;
    }

    /** Returns the counts of the lines given so far. */
    public AnswerCounts counts() {
        return new AnswerCounts(answered, failed, skipped);
    }

    private String line(Outcome outcome) {
        InputLine line = outcome.line();
        AnswerForm chosen = line.batch() ? batchForm : form;
        if (outcome.result() instanceof Result.Answered result && outcome.members() != null) {
            answered++;
            return chosen.answered(line, result, outcome.members());
        }
        Result.Failed result = (Result.Failed) outcome.result();
        if (outcome.skipped()) {
            skipped++;
        } else {
            failed++;
        }
        return chosen.failed(line, result);
    }
}
