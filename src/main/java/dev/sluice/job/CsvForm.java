package dev.sluice.job;

import dev.sluice.prompt.InputLine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The user's rows with two more columns, in which nothing is taken for a formula by a spreadsheet. */
final class CsvForm implements AnswerForm {
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final List<String> columns;
    private final boolean marked;
    private final CsvRow csv = new CsvRow();

    CsvForm(List<String> columns, boolean marked) {
        this.columns = columns;
        this.marked = marked;
    }

    @Override
    public Optional<String> header() {
        String header = row(columns, free("answer"), free("error"));
        return Optional.of(marked ? BYTE_ORDER_MARK + header : header);
    }

    @Override
    public String answered(InputLine line, Result.Answered result, AnswerMembers members) {
        try {
            return row(line.cells(), SpreadsheetCell.harmless(members.plainText()), "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String failed(InputLine line, Result.Failed result) {
        return row(line.cells(), "", SpreadsheetCell.harmless(result.code() + ": " + result.message()));
    }

    /** Returns a row whose own cells are as many as the header's. */
    private String row(List<String> own, String answer, String error) {
        List<String> cells = new ArrayList<>(own.subList(0, Math.min(own.size(), columns.size())));
        while (cells.size() < columns.size()) {
            cells.add("");
        }
        cells.add(answer);
        cells.add(error);
        return csv.of(cells);
    }

    /** Returns a column name that the user's columns leave free. */
    private String free(String name) {
        String free = name;
        for (int i = 2; columns.contains(free); i++) {
            free = name + "_" + i;
        }
        return free;
    }
}
