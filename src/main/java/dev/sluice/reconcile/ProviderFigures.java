package dev.sluice.reconcile;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.provider.OrganizationClient;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * Reads what the provider says was used, page by page. A reply that is not of the documented shape is a
 * {@link dev.sluice.provider.ProviderException}. Not thread-safe.
 */
public final class ProviderFigures {
    private static final List<String> KINDS = List.of("completions", "embeddings", "moderations", "images");
    private static final int DAYS_A_PAGE = 31;
    private static final int LONGEST_NUMBER = 40;
    private final Pages pages;
    private final Period period;
    private final String projects;

    /** Fetches a page. */
    @FunctionalInterface
    public interface Pages {
        /** Returns what a path such as {@code /costs} says to a query. */
        JsonNode get(String path, String query);
    }

    /**
     * What was used of a model on a day.
     *
     * @param hasTokens whether it tells tokens that can be compared
     */
    record Use(LocalDate day, String model, Counts counts, boolean hasTokens) {}

    /**
     * Prepares to read.
     *
     * @param project the only project whose figures count, or empty for all
     */
    public ProviderFigures(Pages pages, Period period, String project) {
        this.pages = pages;
        this.period = period;
        projects = project.isEmpty() ? "" : "&project_ids=" + encode(project);
    }

    /** Returns what was used, in no order; a model may come more than once a day. */
    List<Use> usage() {
        List<Use> uses = new ArrayList<>();
        for (String kind : KINDS) {
            read("/usage/" + kind, "model", (day, result) -> uses.add(use(kind, day, result)));
        }
        return uses;
    }

    /** Returns what each day costs, in dollars; days without costs are not there. */
    Map<LocalDate, BigDecimal> costs() {
        Map<LocalDate, BigDecimal> costs = new TreeMap<>();
        read(
                "/costs",
                "line_item",
                (day, result) -> costs.merge(day, dollars(place("/costs", day), result), BigDecimal::add));
        return costs;
    }

    /**
     * The replies of moderations tell no tokens, so that the ledger has none of them; the figures of images have none.
     */
    private static Use use(String kind, LocalDate day, JsonNode result) {
        String place = place("/usage/" + kind, day);
        boolean hasTokens = !kind.equals("moderations") && result.has("input_tokens");
        String model = result.path("model").asText("");
        Counts counts = new Counts(
                number(place, result, "num_model_requests"),
                hasTokens ? number(place, result, "input_tokens") : 0,
                hasTokens ? number(place, result, "input_cached_tokens") : 0,
                hasTokens ? number(place, result, "output_tokens") : 0);
        return new Use(day, model.isEmpty() || model.equals("null") ? "(no model)" : model, counts, hasTokens);
    }

    private static long number(String place, JsonNode result, String name) {
        JsonNode value = result.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return 0;
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
            throw useless(name + " is no count: value=" + value + place);
        }
        return value.longValue();
    }

    /** Amounts come as numbers and as texts. */
    private static BigDecimal dollars(String place, JsonNode result) {
        JsonNode amount = result.path("amount");
        String currency = amount.path("currency").asText("usd");
        if (!currency.equalsIgnoreCase("usd")) {
            throw useless("the costs are not in US dollars: currency=" + currency + place);
        }
        String value = amount.path("value").asText("");
        try {
            if (value.length() <= LONGEST_NUMBER) {
                return new BigDecimal(value);
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw useless("a cost has no amount: value=" + amount.path("value") + place);
    }

    private void read(String path, String group, BiConsumer<LocalDate, JsonNode> each) {
        String query = period.query() + "&group_by=" + group + "&limit=" + DAYS_A_PAGE + projects;
        Set<String> seen = new HashSet<>();
        String next = "";
        do {
            JsonNode page = pages.get(path, next.isEmpty() ? query : query + "&page=" + encode(next));
            if (!page.path("data").isArray()) {
                throw useless("the reply has no buckets: path=" + path);
            }
            page.path("data").forEach(bucket -> readBucket(path, bucket, each));
            next = page.path("has_more").asBoolean() ? page.path("next_page").asText("") : "";
            if (page.path("has_more").asBoolean() && (next.isEmpty() || next.equals("null") || !seen.add(next))) {
                throw useless("the reply has more pages but names no next one: path=" + path);
            }
        } while (!next.isEmpty());
    }

    private void readBucket(String path, JsonNode bucket, BiConsumer<LocalDate, JsonNode> each) {
        JsonNode start = bucket.path("start_time");
        if (!start.isIntegralNumber() || !start.canConvertToInt()) {
            throw useless("a bucket has no start_time: path=" + path);
        }
        LocalDate day = LocalDate.ofInstant(Instant.ofEpochSecond(start.longValue()), ZoneOffset.UTC);
        if (period.has(day)) {
            bucket.path(bucket.has("results") ? "results" : "result").forEach(result -> each.accept(day, result));
        }
    }

    private static String place(String path, LocalDate day) {
        return " path=" + path + " day=" + day;
    }

    private static RuntimeException useless(String sentence) {
        return OrganizationClient.useless("the provider's figures can't be read: " + sentence);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
