package dev.sluice.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.sluice.job.SpreadsheetCell;
import dev.sluice.reconcile.CostRow;
import dev.sluice.reconcile.Counts;
import dev.sluice.reconcile.Period;
import dev.sluice.reconcile.Reconciliation;
import dev.sluice.reconcile.UsageRow;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/** Prints a reconciliation. Serves one; not thread-safe. */
final class ReconcileReport {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MICRO = 6;
    private static final int LONGEST_NAME = 60;
    private static final List<Measure> MEASURES = List.of(
            new Measure("requests", "requests", Counts::requests),
            new Measure("input", "input_tokens", Counts::input),
            new Measure("cached", "cached_tokens", Counts::cached),
            new Measure("output", "output_tokens", Counts::output));

    private final Reconciliation found;
    private final Period period;

    private record Measure(String label, String column, ToLongFunction<Counts> of) {
        boolean isComparedIn(UsageRow row) {
            return row.hasTokens() || label.equals("requests");
        }
    }

    ReconcileReport(Reconciliation found, Period period) {
        this.found = found;
        this.period = period;
    }

    /** Prints it; where a program reads it, the last sentence goes to standard error. */
    void print(UsageCommand.Format form, Terminal terminal) throws IOException {
        PrintStream out = terminal.out();
        switch (form) {
            case TABLE -> printTables(out);
            case CSV -> out.print(csv());
            case JSON -> out.println(json());
        }
        out.flush();
        (form == UsageCommand.Format.TABLE ? out : terminal.err()).println(sentence());
    }

    private void printTables(PrintStream out) {
        List<String[]> usage = new ArrayList<>();
        usage.add(new String[] {"day", "model", "requests", "input", "cached", "output", ""});
        found.usage().forEach(row -> usage.add(cells(row)));
        List<String[]> costs = new ArrayList<>();
        costs.add(new String[] {"day", "cost (USD)", ""});
        found.costs()
                .forEach(row -> costs.add(new String[] {
                    row.day().toString(),
                    row.difference() == 0
                            ? dollars(row.ours())
                            : dollars(row.ours()) + " / " + dollars(row.theirs()) + " (" + sign(row.difference())
                                    + dollars(row.difference()) + ")",
                    verdict(row.agrees())
                }));
        for (List<String[]> table : List.of(usage, costs)) {
            if (table.size() > 1) {
                Columns.of(table).forEach(out::println);
                out.println();
            }
        }
        if (found.differing() > 0 || found.costs().stream().anyMatch(row -> row.difference() != 0)) {
            out.println("where figures differ: the ledger's / the provider's (difference)");
        }
        long unpriced = found.costs().stream().mapToLong(CostRow::unpriced).sum();
        if (unpriced > 0) {
            out.println("without a price in models.yaml: " + Figures.count(unpriced, "prompt"));
        }
    }

    private static String[] cells(UsageRow row) {
        List<String> cells = new ArrayList<>();
        cells.add(row.day().toString());
        cells.add(Figures.head(Figures.plain(row.model()), LONGEST_NAME));
        for (Measure measure : MEASURES) {
            cells.add(measure.isComparedIn(row) ? cell(row, measure.of()) : "-");
        }
        cells.add(verdict(row.agrees()));
        return cells.toArray(String[]::new);
    }

    private static String cell(UsageRow row, ToLongFunction<Counts> of) {
        long ours = of.applyAsLong(row.ours());
        long theirs = of.applyAsLong(row.theirs());
        long difference = ours - theirs;
        return difference == 0
                ? Figures.count(ours)
                : Figures.count(ours) + " / " + Figures.count(theirs) + " (" + sign(difference)
                        + Figures.count(difference) + ")";
    }

    private static String sign(long difference) {
        return difference > 0 ? "+" : "";
    }

    private static String verdict(boolean agrees) {
        return agrees ? "agrees" : "differs";
    }

    private static String dollars(long micro) {
        return String.format(Locale.ROOT, "%,.6f", BigDecimal.valueOf(micro, MICRO));
    }

    private String sentence() {
        String days = "from " + period.from() + " to " + period.to() + " (UTC)";
        if (found.rows() == 0) {
            return "all agrees: nothing was used " + days + ", by the ledger or the provider";
        }
        String rows = Figures.count(found.usage().size(), "row") + " of usage and "
                + Figures.count(found.costs().size(), "day") + " of costs " + days;
        return found.differing() == 0
                ? "all agrees: " + rows
                : Figures.count(found.differing()) + " of " + Figures.count(found.rows())
                        + (found.differing() == 1 ? " differs: " : " differ: ") + rows;
    }

    private String csv() throws IOException {
        StringWriter text = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
            List<String> header = new ArrayList<>(List.of("day", "model"));
            MEASURES.forEach(measure -> addNames(header, measure.column()));
            addNames(header, "cost_microusd");
            header.add("agrees");
            csv.writeRecord(header);
            found.usage().forEach(row -> csv.writeRecord(record(row)));
            found.costs().forEach(row -> csv.writeRecord(record(row)));
        }
        return text.toString();
    }

    private static void addNames(List<String> header, String column) {
        header.addAll(List.of(column + "_ours", column + "_theirs", column + "_difference"));
    }

    private static List<String> record(UsageRow row) {
        List<String> cells = new ArrayList<>(List.of(row.day().toString(), SpreadsheetCell.harmless(row.model())));
        for (Measure measure : MEASURES) {
            addFigures(
                    cells,
                    measure.isComparedIn(row),
                    measure.of().applyAsLong(row.ours()),
                    measure.of().applyAsLong(row.theirs()));
        }
        addFigures(cells, false, 0, 0);
        cells.add(Boolean.toString(row.agrees()));
        return cells;
    }

    private static List<String> record(CostRow row) {
        List<String> cells = new ArrayList<>(List.of(row.day().toString(), ""));
        MEASURES.forEach(measure -> addFigures(cells, false, 0, 0));
        addFigures(cells, true, row.ours(), row.theirs());
        cells.add(Boolean.toString(row.agrees()));
        return cells;
    }

    private static void addFigures(List<String> cells, boolean compared, long ours, long theirs) {
        for (long figure : new long[] {ours, theirs, ours - theirs}) {
            cells.add(compared ? Long.toString(figure) : "");
        }
    }

    private String json() throws JsonProcessingException {
        ObjectNode report = JSON.createObjectNode();
        report.put("from", period.from().toString()).put("to", period.to().toString());
        report.withArray("usage");
        for (UsageRow row : found.usage()) {
            ObjectNode node =
                    report.withArray("usage").addObject().put("day", row.day().toString());
            node.put("model", row.model());
            putCounts(node.putObject("ours"), row, row.ours());
            putCounts(node.putObject("theirs"), row, row.theirs());
            putCounts(node.putObject("difference"), row, row.difference());
            node.put("agrees", row.agrees());
        }
        report.withArray("costs");
        for (CostRow row : found.costs()) {
            report.withArray("costs")
                    .addObject()
                    .put("day", row.day().toString())
                    .put("oursMicroUsd", row.ours())
                    .put("theirsMicroUsd", row.theirs())
                    .put("differenceMicroUsd", row.difference())
                    .put("unpriced", row.unpriced())
                    .put("agrees", row.agrees());
        }
        report.put("differing", found.differing());
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(report);
    }

    private static void putCounts(ObjectNode node, UsageRow row, Counts counts) {
        node.put("requests", counts.requests());
        node.put("inputTokens", row.hasTokens() ? (Long) counts.input() : null);
        node.put("cachedTokens", row.hasTokens() ? (Long) counts.cached() : null);
        node.put("outputTokens", row.hasTokens() ? (Long) counts.output() : null);
    }
}
