package dev.sluice.evidence;

import dev.sluice.evidence.Part.Chart;
import dev.sluice.evidence.Part.Heading;
import dev.sluice.evidence.Part.Paragraph;
import dev.sluice.evidence.Part.Points;
import dev.sluice.evidence.Part.Section;
import dev.sluice.evidence.Part.Table;
import dev.sluice.evidence.Part.Title;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Lays a report out. For one thread. */
final class ReportParts {
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("EEE d MMM yyyy, HH:mm", Locale.ENGLISH);
    private static final List<String> FIGURES =
            List.of("", "Peak", "95th percentile", "Mean", "Limit", "Peak of limit", "95th of limit");
    private final EvidenceReport report;
    private final BusinessDays window;
    private final Instant madeAt;
    private final String madeBy;
    private final boolean charts;
    private final List<Part> parts = new ArrayList<>();

    ReportParts(EvidenceReport report, Instant madeAt, String madeBy, boolean charts) {
        this.report = report;
        this.window = report.window;
        this.madeAt = madeAt;
        this.madeBy = madeBy;
        this.charts = charts;
    }

    List<Part> all() {
        parts.clear();
        parts.add(new Title("Evidence for a higher rate limit"));
        parts.add(new Paragraph(Words.count(window.count(), "business day") + ", " + Words.day(window.first()) + " to "
                + Words.day(window.last()) + ", zone " + Words.zone(window.zone()) + ". Made "
                + MOMENT.format(ZonedDateTime.ofInstant(madeAt, window.zone())) + " by " + madeBy
                + " from the usage that it recorded."));
        if (report.models.isEmpty()) {
            parts.add(new Paragraph(
                    "No use was recorded on these days, so there is nothing to show and nothing to estimate."
                            + " Run prompts at today's limits for ten business days and make the report again."));
        } else {
            parts.add(new Table(
                    Table.Kind.FORM,
                    FormRow.HEADER,
                    report.models.stream().map(model -> model.form.cells()).toList()));
            List<List<Chart>> drawn = draw();
            for (int i = 0; i < report.models.size(); i++) {
                addModel(report.models.get(i), drawn.get(i));
            }
        }
        parts.add(new Section("How each figure is computed"));
        parts.add(new Points(method()));
        return List.copyOf(parts);
    }

    private void addModel(ModelEvidence model, List<Chart> drawn) {
        parts.add(new Section(model.name));
        List<List<String>> figures = new ArrayList<>();
        addFigures(figures, model.drawsImages() ? "Images" : "Requests", model.requests);
        if (model.hasTokens()) {
            addFigures(figures, "Tokens", model.tokens);
        }
        parts.add(new Table(Table.Kind.FIGURES, FIGURES, figures));
        parts.add(new Table(Table.Kind.FACTS, List.of("", ""), facts(model)));
        if (charts) {
            addCharts(drawn);
        }
        parts.add(new Heading("Projected need"));
        Reasons.need(model, window).forEach(text -> parts.add(new Paragraph(text)));
    }

    private static void addFigures(List<List<String>> rows, String what, Counts counts) {
        String limit = counts.limit == null ? Words.NONE : Words.count(counts.limit);
        rows.add(figures(what + " a minute, busy minutes", counts.busyMinutes, limit, counts));
        rows.add(figures(what + " a minute, all minutes", counts.allMinutes, limit, counts));
        Distribution days = counts.days;
        rows.add(List.of(
                what + " a day",
                Words.count(days.peak()),
                Words.count(days.p95()),
                Words.decimal(days.mean()),
                Words.NONE,
                Words.NONE,
                Words.NONE));
    }

    private static List<String> figures(String name, Distribution of, String limit, Counts counts) {
        return List.of(
                name,
                Words.count(of.peak()),
                Words.count(of.p95()),
                Words.decimal(of.mean()),
                limit,
                counts.shareOf(of.peak()),
                counts.shareOf(of.p95()));
    }

    private List<List<String>> facts(ModelEvidence model) {
        Totals total = model.total;
        List<List<String>> facts = new ArrayList<>();
        facts.add(List.of("Requests, prompts", Words.count(total.requests()) + ", " + Words.count(total.prompts())));
        if (model.hasTokens()) {
            facts.add(List.of(
                    "Tokens",
                    Words.count(total.inputTokens()) + " of prompts (" + Words.count(total.cachedTokens())
                            + " of them cached), " + Words.count(total.outputTokens()) + " of answers"));
        }
        facts.add(List.of("Users", model.form.usersText()));
        facts.add(List.of(
                "Refused (429)",
                Words.count(total.rateLimited()) + " ("
                        + Words.decimal(100.0 * total.rateLimited() / Math.max(1, total.requests()))
                        + " to 100 requests)"));
        facts.add(List.of("Waited for the limit", Words.time(total.waitedMillis()) + ", added up over all requests"));
        facts.add(List.of(
                "Minutes at the limit",
                Words.count(model.use.limitedMinutes()) + ", with "
                        + Words.count(model.requests.busyMinutes.count(), "busy minute") + " of "
                        + Words.count(model.requests.allMinutes.count())));
        facts.add(List.of("Growth", growth(model)));
        facts.add(List.of("Cost", cost(total)));
        facts.add(List.of("Days with use", model.daysWithUse() + " of " + window.count() + minutesKept(model)));
        facts.add(List.of("Limit pool", Words.plain(model.use.pool()) + sharing(model)));
        return facts;
    }

    private static String growth(ModelEvidence model) {
        if (model.requestForecast == null) {
            return "too little data";
        }
        String requests = "requests a day " + Reasons.growth(model.requestForecast.trend());
        return model.tokenForecast == null
                ? requests
                : requests + ", tokens " + Reasons.growth(model.tokenForecast.trend());
    }

    private static String cost(Totals total) {
        String cost = HourlyCost.text(BigDecimal.valueOf(total.costMicroUsd(), 6));
        return total.unpriced() == 0
                ? cost
                : cost + ", without " + Words.count(total.unpriced(), "prompt") + " of unknown price";
    }

    private String minutesKept(ModelEvidence model) {
        long kept = model.daysWithMinutes(window);
        return kept == model.daysWithUse()
                ? ""
                : "; figures by the minute are of the " + kept + " whose minutes are kept";
    }

    private static String sharing(ModelEvidence model) {
        return model.sharedWith.isEmpty() ? "" : ", whose limit it shares with " + String.join(", ", model.sharedWith);
    }

    /** Draws the charts of all models, several at once. */
    private List<List<Chart>> draw() {
        return IntStream.range(0, report.models.size())
                .parallel()
                .mapToObj(place -> charts ? draw(report.models.get(place), place) : List.<Chart>of())
                .toList();
    }

    private List<Chart> draw(ModelEvidence model, int place) {
        Charts drawing = new Charts(window, model, "m" + place);
        Stream<Optional<Chart>> drawn = model.hasTokens()
                ? Stream.of(drawing.minutesOfTokens(), drawing.minutesOfRequests(), drawing.daysOfTokens())
                : Stream.of(drawing.minutesOfRequests(), drawing.daysOfRequests());
        return drawn.flatMap(Optional::stream).toList();
    }

    private void addCharts(List<Chart> drawn) {
        parts.addAll(drawn);
        if (drawn.isEmpty()) {
            parts.add(new Paragraph("There are no charts: Java finds no fonts on the machine where this was made."));
        }
    }

    private List<String> method() {
        return List.of(
                "Business days are Monday to Friday in the zone " + Words.zone(window.zone())
                        + ". There is no calendar of holidays: a holiday counts as a day of little use. Weekends and the day"
                        + " of the report are left out.",
                "Requests are those sent to the provider; tokens are those of prompts and answers as the provider's replies"
                        + " count them.",
                "A busy minute is one in which at least one request is recorded; it is a minute of the clock. All minutes"
                        + " are those of the business days by day and night, the idle ones as zero. Both are told: the first"
                        + " says how much is needed while work is done, the second how often that is.",
                "The 95th percentile is the smallest figure that at least 95 % don't exceed (nearest rank). Means have one"
                        + " decimal place below 1,000.",
                "The limit is the configured one of the model's limit pool, else the last that the provider named or that was"
                        + " found out, as noted by the last run. Where models share a pool, shares of the limit are the"
                        + " model's own.",
                "A minute at the limit is one in which a request was refused (429) or requests waited for it "
                        + Words.time(ModelUse.LEAST_WAITED_MILLIS)
                        + " or more in sum; shorter waits keep an even pace. The time waited is added up over requests,"
                        + " several of which may wait at once.",
                "Users are the different names that were recorded with requests on these days.",
                "Growth is a line through the days (Theil–Sen: its slope is the median of the slopes between any two days), so"
                        + " that one odd day hardly moves it. A week is five business days; the percentage is of the line's"
                        + " middle.",
                "The projected need is the 95th percentile of the busy minutes, times the growth over as many business days as"
                        + " the report is about, plus " + report.headroomPercent
                        + " % headroom. Where the limit held use down (at least " + ModelEvidence.HELD_DOWN_PERCENT
                        + " % of busy minutes were at it, and the busiest took at least "
                        + ModelEvidence.AT_LIMIT_PERCENT
                        + " % of it) it starts from the busiest minute instead. It is never less than the busiest minute so far; rounded up to two digits. A decline is"
                        + " not carried on. With less than the whole time of history, or fewer than "
                        + ModelEvidence.LEAST_DAYS + " days, nothing is estimated.",
                "One hour at full throughput is 60 times the projected tokens a minute at list price (models.yaml), split into"
                        + " tokens of prompts, cached and of answers as on these days.");
    }
}
