package dev.sluice.job;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** The rows of an {@code answers.csv}, read from the database a few at a time. Not thread-safe. */
final class SweepLines implements Iterator<String> {
    private static final int PAGE = 20;
    private final JobStore store;
    private final String file;
    private final @Nullable String labelColumn;
    private final CsvRow csv = new CsvRow();
    private final Queue<AnswerRow> page = new ArrayDeque<>();
    private boolean begun;
    private boolean last;

    SweepLines(JobStore store, Sweep sweep) {
        this.store = store;
        this.file = sweep.file();
        this.labelColumn = store.reading(connection -> AnswerTable.labelColumn(connection, file))
                .orElse(null);
        read(null);
    }

    @Override
    public boolean hasNext() {
        return !begun || !page.isEmpty();
    }

    @Override
    public String next() {
        if (!hasNext()) {
            throw new NoSuchElementException("no more rows");
        }
        if (!begun) {
            begun = true;
            return csv.of(AnswerRow.header(labelColumn));
        }
        AnswerRow row = page.remove();
        if (page.isEmpty() && !last) {
            read(row);
        }
        return csv.of(row.cells(labelColumn));
    }

    private void read(@Nullable AnswerRow after) {
        page.addAll(store.reading(connection -> AnswerTable.page(connection, file, after, PAGE)));
        last = page.size() < PAGE;
    }
}
