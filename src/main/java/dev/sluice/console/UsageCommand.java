package dev.sluice.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.sluice.job.HomeDatabase;
import dev.sluice.job.SpreadsheetCell;
import dev.sluice.usage.UsageReport;
import dev.sluice.usage.UsageReport.By;
import dev.sluice.usage.UsageSum;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints who used what, also while another process works on the home folder. */
@Command(
        name = "usage",
        description = {
            "Print who used what: requests, prompts, tokens and what they cost.",
            "Days are those of sluice.usage.zone, prices those of models.yaml at the time."
        },
        exitCodeList = {" 0:printed", " 1:could not run"})
final class UsageCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final LocalDate FIRST_DAY = LocalDate.of(1970, 1, 1);
    private static final LocalDate LAST_DAY = LocalDate.of(9999, 12, 31);
    private static final int MICRO = 6;
    private static final int LONGEST_NAME = 60;

    /** Returns the command with its subcommand. */
    static CommandLine commandLine(Surroundings around) {
        return new CommandLine(new UsageCommand(around)).addSubcommand(new ReconcileCommand(around));
    }

    /** How the sums are printed. */
    enum Format {
        TABLE,
        CSV,
        JSON
    }

    private final Surroundings around;

    @Mixin
    private HomeOptions home = new HomeOptions();

    @Option(
            names = "--by",
            paramLabel = "WHAT",
            description = "What is summed up apart: user, model, profile or day; default: user.")
    private String by = "user";

    @Option(
            names = "--from",
            paramLabel = "DATE",
            description = "First day, such as 2026-11-01; default: the very first.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "DATE", description = "Last day, included; default: today.")
    private @Nullable String to;

    @Option(names = "--format", paramLabel = "FORMAT", description = "table, csv or json; default: table.")
    private String format = "table";

    @Spec
    private CommandSpec command = CommandSpec.create();

    UsageCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws IOException {
        OptionValues values = new OptionValues(command);
        By what = values.choice("--by", by, By.values());
        Format form = values.choice("--format", format, Format.values());
        LocalDate first = values.date("--from", from, FIRST_DAY);
        LocalDate last = values.date("--to", to, LAST_DAY);
        values.checkOrder(first, last);
        List<UsageSum> sums = HomeDatabase.read(
                home.existing(), List.of(), connection -> UsageReport.of(connection, what, first, last));
        UsageSum total = sums.stream().reduce(UsageSum.none("in all"), UsageSum::plus);
        PrintStream out = around.terminal().out();
        switch (form) {
            case TABLE -> printTable(out, what, sums, total);
            case CSV -> out.print(csv(what, sums));
            case JSON -> out.println(json(what, sums, total));
        }
        out.flush();
        return ExitCode.OK.number();
    }

    private void printTable(PrintStream out, By what, List<UsageSum> sums, UsageSum total) {
        if (sums.isEmpty()) {
            out.println("nothing was used yet in " + home.home() + (from == null && to == null ? "" : " in that time"));
            return;
        }
        List<String[]> rows = new ArrayList<>();
        rows.add(new String[] {
            OptionValues.label(what), "requests", "prompts", "input", "cached", "output", "cost (USD)", "429s", "waited"
        });
        sums.forEach(sum -> rows.add(row(sum)));
        rows.add(row(total));
        Columns.of(rows).forEach(out::println);
        if (total.unpriced() > 0) {
            out.println("without a price in models.yaml: " + Figures.count(total.unpriced(), "prompt"));
        }
    }

    private static String[] row(UsageSum sum) {
        return new String[] {
            Figures.head(Figures.plain(sum.name()), LONGEST_NAME),
            Figures.count(sum.requests()),
            Figures.count(sum.prompts()),
            Figures.count(sum.inputTokens()),
            Figures.count(sum.cachedTokens()),
            Figures.count(sum.outputTokens()),
            String.format(Locale.ROOT, "%,.6f", dollars(sum)),
            Figures.count(sum.rateLimited()),
            Figures.duration(Duration.ofMillis(sum.waitedMillis()))
        };
    }

    private static BigDecimal dollars(UsageSum sum) {
        return BigDecimal.valueOf(sum.costMicroUsd(), MICRO);
    }

    private static String csv(By what, List<UsageSum> sums) throws IOException {
        StringWriter text = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
            csv.writeRecord(
                    OptionValues.label(what),
                    "requests",
                    "prompts",
                    "input_tokens",
                    "cached_tokens",
                    "output_tokens",
                    "cost_microusd",
                    "unpriced",
                    "rate_limited",
                    "waited_millis");
            for (UsageSum sum : sums) {
                csv.writeRecord(
                        SpreadsheetCell.harmless(sum.name()),
                        Long.toString(sum.requests()),
                        Long.toString(sum.prompts()),
                        Long.toString(sum.inputTokens()),
                        Long.toString(sum.cachedTokens()),
                        Long.toString(sum.outputTokens()),
                        Long.toString(sum.costMicroUsd()),
                        Long.toString(sum.unpriced()),
                        Long.toString(sum.rateLimited()),
                        Long.toString(sum.waitedMillis()));
            }
        }
        return text.toString();
    }

    private String json(By what, List<UsageSum> sums, UsageSum total) throws JsonProcessingException {
        ObjectNode report = JSON.createObjectNode();
        report.put("by", OptionValues.label(what)).put("from", from).put("to", to);
        for (UsageSum sum : sums) {
            put(report.withArray("rows").addObject().put(OptionValues.label(what), sum.name()), sum);
        }
        report.withArray("rows");
        put(report.putObject("total"), total);
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(report);
    }

    private static void put(ObjectNode row, UsageSum sum) {
        row.put("requests", sum.requests())
                .put("prompts", sum.prompts())
                .put("inputTokens", sum.inputTokens())
                .put("cachedTokens", sum.cachedTokens())
                .put("outputTokens", sum.outputTokens())
                .put("costMicroUsd", sum.costMicroUsd())
                .put("unpriced", sum.unpriced())
                .put("rateLimited", sum.rateLimited())
                .put("waitedMillis", sum.waitedMillis());
    }
}
