package dev.sluice.evidence;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.sluice.evidence.ModelEvidence.Forecast;
import dev.sluice.job.SpreadsheetCell;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes the figures of a report as CSV for programs and spreadsheets: a row a model, plain numbers, empty where unknown. */
final class CsvReport {
    private CsvReport() {}

    static String of(EvidenceReport report) throws IOException {
        StringWriter text = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
            csv.writeRecord(new Row(report.window, null).cells().keySet().toArray(new String[0]));
            for (ModelEvidence model : report.models) {
                csv.writeRecord(new Row(report.window, model).cells().values().toArray(new String[0]));
            }
        }
        return text.toString();
    }

    /** The cells of a model by column; without a model only the columns count. */
    private static final class Row {
        private final Map<String, String> cells = new LinkedHashMap<>();
        private final @Nullable ModelEvidence model;

        Row(BusinessDays window, @Nullable ModelEvidence model) {
            this.model = model;
            add("model", of -> of.name);
            add("tokens_per_minute_estimated", of -> of.form.tokensPerMinute());
            add("requests_per_minute_estimated", of -> of.form.requestsPerMinute());
            add("users", of -> of.form.users());
            add("evidence", of -> of.form.evidence());
            add("hour_at_full_throughput_usd", of -> rounded(of.form.hourCost()));
            add("pool", of -> of.use.pool());
            add("zone", of -> Words.zone(window.zone()));
            add("from", of -> window.first());
            add("to", of -> window.last());
            add("business_days", of -> window.count());
            add("days_with_use", ModelEvidence::daysWithUse);
            addCounts("requests", of -> of.requests, of -> of.requestForecast);
            addCounts("tokens", of -> of.tokens, of -> of.tokenForecast);
            add("busy_minutes", of -> of.requests.busyMinutes.count());
            add("all_minutes", of -> of.requests.allMinutes.count());
            addTotals();
        }

        private void addCounts(String what, Function<ModelEvidence, Counts> counts, Forecasts forecast) {
            addDistribution(what + "_per_busy_minute", of -> counts.apply(of).busyMinutes);
            addDistribution(what + "_per_minute", of -> counts.apply(of).allMinutes);
            addDistribution(what + "_per_day", of -> counts.apply(of).days);
            add(what + "_per_minute_limit", of -> counts.apply(of).limit);
            add(what + "_growth_percent_per_week", of -> growth(forecast.of(of)));
        }

        private void addDistribution(String what, Function<ModelEvidence, Distribution> distribution) {
            add(what + "_peak", of -> distribution.apply(of).peak());
            add(what + "_p95", of -> distribution.apply(of).p95());
            add(what + "_mean", of -> distribution.apply(of).mean());
        }

        private void addTotals() {
            add("requests", of -> of.total.requests());
            add("prompts", of -> of.total.prompts());
            add("input_tokens", of -> of.total.inputTokens());
            add("cached_tokens", of -> of.total.cachedTokens());
            add("output_tokens", of -> of.total.outputTokens());
            add("cost_usd", of -> BigDecimal.valueOf(of.total.costMicroUsd(), 6));
            add("unpriced", of -> of.total.unpriced());
            add("refused_429", of -> of.total.rateLimited());
            add("waited_millis", of -> of.total.waitedMillis());
            add("minutes_at_limit", of -> of.use.limitedMinutes());
        }

        private void add(String column, Column value) {
            Object found = model == null ? null : value.of(model);
            String text = found == null ? "" : found.toString();
            cells.put(column, found instanceof String ? SpreadsheetCell.harmless(text) : text);
        }

        private static @Nullable BigDecimal rounded(@Nullable BigDecimal usd) {
            return usd == null ? null : usd.setScale(2, RoundingMode.HALF_UP);
        }

        private static @Nullable BigDecimal growth(@Nullable Forecast forecast) {
            return forecast == null
                    ? null
                    : BigDecimal.valueOf(forecast.trend().percentPerWeek()).setScale(1, RoundingMode.HALF_UP);
        }

        Map<String, String> cells() {
            return cells;
        }
    }

    /** A forecast of a model, where there is one. */
    private interface Forecasts {
        @Nullable
        Forecast of(ModelEvidence model);
    }

    /** A value of a model. */
    private interface Column {
        @Nullable
        Object of(ModelEvidence model);
    }
}
