package dev.sluice.evidence;

import dev.sluice.evidence.ModelEvidence.Forecast;
import dev.sluice.prompt.Price;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/** Says in plain words what figures lead to. */
final class Reasons {
    private Reasons() {}

    /** Returns the cell "evidence of need". */
    static String evidence(ModelEvidence model, BusinessDays window) {
        StringBuilder text = new StringBuilder();
        text.append(Words.count(model.total.requests(), "request"));
        if (model.hasTokens()) {
            text.append(" with ").append(Words.count(model.total.tokens(), "token"));
        }
        text.append(" on ").append(Words.count(window.count(), "business day")).append('.');
        text.append(limit(model));
        text.append(atTheLimit(model));
        Forecast main = model.hasTokens() ? model.tokenForecast : model.requestForecast;
        if (main != null) {
            text.append(model.hasTokens() ? " Tokens" : " Requests")
                    .append(" a day ")
                    .append(growth(main.trend()))
                    .append('.');
        }
        if (model.limitsSuffice()) {
            text.append(" Today's limit suffices for the projected need: no higher one is needed.");
        }
        return text.toString();
    }

    private static String limit(ModelEvidence model) {
        boolean byTokens = model.tokens.peakPercent() > model.requests.peakPercent();
        Counts tighter = byTokens ? model.tokens : model.requests;
        if (tighter.limit == null || tighter.busyMinutes.count() == 0) {
            return "";
        }
        return " The busiest minute took " + tighter.shareOf(tighter.busyMinutes.peak()) + " of the limit of "
                + Words.count(tighter.limit, byTokens ? "token" : model.drawsImages() ? "image" : "request")
                + " a minute, 95 % of busy minutes took up to " + tighter.shareOf(tighter.busyMinutes.p95()) + ".";
    }

    private static String atTheLimit(ModelEvidence model) {
        Totals total = model.total;
        if (total.rateLimited() == 0 && total.waitedMillis() == 0) {
            return " Nothing was refused (429) and nothing waited for the limit.";
        }
        long minutes = model.use.limitedMinutes();
        if (minutes == 0 && total.rateLimited() == 0) {
            return " Nothing was refused (429), and no minute was at the limit: requests waited "
                    + Words.time(total.waitedMillis()) + " in all to keep an even pace.";
        }
        return " " + Words.count(total.rateLimited(), "request") + (total.rateLimited() == 1 ? " was" : " were")
                + " refused (429), requests waited " + Words.time(total.waitedMillis())
                + " in all for the limit, which was reached in "
                + (minutes == 1 ? "one minute" : Words.count(minutes, "different minute")) + ".";
    }

    /** Returns how a trend goes, such as {@code grow by 3.1 % a week}. */
    static String growth(Trend trend) {
        double percent = trend.percentPerWeek();
        String text = Words.decimal(Math.abs(percent));
        return text.equals("0.0")
                ? "neither grow nor shrink"
                : (percent > 0 ? "grow by " : "shrink by ") + text + " % a week";
    }

    /** Returns the paragraphs on what will be needed. */
    static List<String> need(ModelEvidence model, BusinessDays window) {
        List<String> texts = new ArrayList<>();
        if (!model.form.estimated()) {
            texts.add(tooLittle(model, window));
        }
        if (model.isHeldDown() && model.form.estimated()) {
            texts.add("The limit held use down: in " + Words.count(model.use.limitedMinutes(), "minute")
                    + " requests waited for it or were refused, "
                    + Words.decimal(100.0
                            * model.use.limitedMinutes()
                            / model.use.minutes().count())
                    + " % of the busy ones. The busiest minutes show the limit there, not the need, which is why the"
                    + " estimate starts from the busiest minute rather than from the 95th percentile.");
        }
        if (model.tokenForecast != null) {
            texts.add(need("Tokens", model.tokenForecast) + enough(model, model.tokens, model.tokenForecast));
        }
        if (model.requestForecast != null) {
            texts.add(need(model.drawsImages() ? "Images" : "Requests", model.requestForecast)
                    + enough(model, model.requests, model.requestForecast));
        }
        if (model.form.estimated()) {
            texts.add(cost(model));
        }
        return texts;
    }

    private static String tooLittle(ModelEvidence model, BusinessDays window) {
        if (model.use.minutes().count() == 0) {
            return "Too little data for an estimate: the minutes of these days are no longer kept.";
        }
        if (window.count() < ModelEvidence.LEAST_DAYS) {
            return "Too little data for an estimate: it takes at least " + ModelEvidence.LEAST_DAYS
                    + " business days, and the report is about " + window.count() + ".";
        }
        return "Too little data for an estimate: use is recorded since " + Words.day(model.use.firstUse())
                + ", which is "
                + model.daysOfHistory + " of the " + window.count()
                + " business days. Until then the figures above stand for themselves.";
    }

    private static String need(String what, Forecast forecast) {
        Need need = forecast.need();
        Trend trend = forecast.trend();
        String base = need.heldDown()
                ? what + ": the busiest minute took " + Words.count(need.base())
                : what + ": 95 % of the busy minutes took at most " + Words.count(need.base());
        String ahead = "over the next " + need.daysAhead() + " business days, as many as were looked at";
        String grown = !growth(trend).startsWith("shrink")
                ? "; " + ahead + ", that is a factor of " + need.growth()
                : ", which is not carried on: the factor is " + need.growth();
        String product = Words.count(need.base()) + " × " + need.growth() + " × " + need.headroom() + " = "
                + Words.count(need.foreseen().setScale(0, RoundingMode.HALF_UP).longValueExact());
        String result = Words.count(need.perMinute()) + " a minute, rounded up to two digits.";
        return base + ". " + what + " a day " + growth(trend) + grown + ". With " + need.headroomPercent()
                + " % headroom: " + product
                + (need.isPeak()
                        ? ", less than the busiest minute so far, " + Words.count(need.peak()) + ". That one counts: "
                        : ". Needed: ")
                + result;
    }

    /** Says where the limit there is allows for what is needed. */
    private static String enough(ModelEvidence model, Counts counts, Forecast forecast) {
        if (counts.limit == null || !counts.allows(forecast.need().perMinute())) {
            return "";
        }
        return " Today's limit of " + Words.count(counts.limit) + " a minute suffices"
                + (model.sharedWith.isEmpty()
                        ? "."
                        : " for this model alone; others share it: " + String.join(", ", model.sharedWith) + ".");
    }

    private static String cost(ModelEvidence model) {
        Price price = model.price;
        if (model.form.hourCost() == null) {
            return "Cost of an hour at full throughput: unknown, models.yaml has no price for this model.";
        }
        String cost = HourlyCost.text(model.form.hourCost());
        if (price == null || model.form.tokensPerMinute() == null) {
            return "Cost of an hour at full throughput: " + cost
                    + ", 60 times the requests a minute at the mean recorded cost.";
        }
        Totals total = model.total;
        return "Cost of an hour at full throughput: " + Words.count(model.form.tokensPerMinute())
                + " tokens × 60 minutes, " + Words.percent(total.inputTokens(), total.tokens())
                + " % of them of prompts ("
                + Words.percent(total.cachedTokens(), Math.max(1, total.inputTokens())) + " % of these cached) and "
                + Words.percent(total.outputTokens(), total.tokens()) + " % of answers, as in these days, at $"
                + amount(price.input()) + " (cached $" + amount(price.cached()) + ") and $" + amount(price.output())
                + " per million, the price since " + price.from() + ": " + cost + ".";
    }

    private static String amount(BigDecimal usd) {
        return usd.stripTrailingZeros().toPlainString();
    }
}
