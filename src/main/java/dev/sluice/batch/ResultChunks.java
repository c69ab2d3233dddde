package dev.sluice.batch;

import dev.sluice.job.Result;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The results of a batch's file, some at a time, as it comes in. Not thread-safe. */
public final class ResultChunks implements Iterator<List<Result>>, AutoCloseable {
    private static final int CHUNK = 200;
    private static final int LONGEST_LINE = 1 << 28;
    private final ByteLines lines;
    private final BatchAnswers answers;
    private @Nullable List<Result> ahead;

    /** Reads a file of lines. */
    public ResultChunks(InputStream file, BatchAnswers answers) {
        this.lines = ByteLines.of(file, LONGEST_LINE);
        this.answers = answers;
    }

    @Override
    public boolean hasNext() {
        if (ahead == null) {
            ahead = chunk();
        }
        return !ahead.isEmpty();
    }

    @Override
    public List<Result> next() {
        List<Result> next = hasNext() ? ahead : null;
        if (next == null) {
            throw new NoSuchElementException("no more results");
        }
        ahead = null;
        return next;
    }

    private List<Result> chunk() {
        List<Result> results = new ArrayList<>(CHUNK);
        try {
            while (results.size() < CHUNK && lines.advance()) {
                byte[] line = lines.bytes();
                if (line.length > 1) {
                    answers.result(line).ifPresent(results::add);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the file of a batch broke off", e);
        }
        return results;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
