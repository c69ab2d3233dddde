package dev.sluice.prompt;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The lines of one open input file, in order; reading the same file again gives the same lines. Holds one line at a
 * time. Not thread-safe.
 */
public final class InputLines implements Iterator<InputLine>, AutoCloseable {
    private final OpenFile file;
    private final LineParser parser;
    private final Profile profile;
    private final long job;
    private final LongPredicate skipped;
    private long nextIndex;
    private boolean waiting;

    InputLines(OpenFile file, LineParser parser, Profile profile, long job, LongPredicate skipped) {
        this.file = file;
        this.parser = parser;
        this.profile = profile;
        this.job = job;
        this.skipped = skipped;
    }

    /** Returns the format of the file. */
    public InputFormat format() {
        return file.format();
    }

    /** Returns the profile that shapes the lines. */
    public Profile profile() {
        return profile;
    }

    /** Returns the id of the job that the prompts belong to. */
    public long job() {
        return job;
    }

    /** Returns the names of a CSV file's columns, else none. */
    public List<String> columns() {
        return file.columns();
    }

    /** Returns whether the file starts with a byte order mark. */
    public boolean isMarked() {
        return file.isMarked();
    }

    /**
     * Returns the JSON line that gives the same prompt again when it is dropped in under the same profile: a JSON line
     * as it stood, a text as {@code prompt}, a row as the columns in use, both with their id. A text or row that is no
     * prompt comes with its {@code problem} and can't be sent before it is mended.
     */
    public String asInput(InputLine line) {
        return parser.asInput(line);
    }

    /**
     * Returns whether there is one more line.
     *
     * @throws UnreadableFileException when the rest of the file can't be read
     * @throws UncheckedIOException when the disk fails
     */
    @Override
    public boolean hasNext() {
        while (!waiting && advance()) {
            waiting = !skipped.test(nextIndex);
            nextIndex += waiting ? 0 : 1;
        }
        return waiting;
    }

    @Override
    public InputLine next() {
        if (!hasNext()) {
            throw new NoSuchElementException("no more lines");
        }
        waiting = false;
        return parser.parse(file.lines(), nextIndex++);
    }

    @Override
    public void close() {
        try {
            file.lines().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Counts the lines that are left; throws where none of them can be read. */
    long countReadable() {
        long count = 0;
        boolean readable = false;
        long firstLine = 0;
        String firstProblem = null;
        while (advance()) {
            count++;
            String problem = readable ? null : parser.unreadable(file.lines());
            readable |= problem == null;
            if (firstProblem == null && problem != null) {
                firstLine = file.lines().lineNumber();
                firstProblem = problem;
            }
        }
        if (!readable) {
            throw new UnreadableFileException(file.name(), firstLine, "no readable line" + because(firstProblem));
        }
        return count;
    }

    private static String because(@Nullable String problem) {
        return problem == null ? "" : ": " + problem;
    }

    private boolean advance() {
        try {
            return file.lines().advance();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
