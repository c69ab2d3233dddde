package dev.sluice.simulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.simulator.ServedUsage.Account;
import dev.sluice.simulator.ServedUsage.Kind;
import dev.sluice.simulator.ServedUsage.Sums;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** {@code GET /organization/usage/…} and {@code /organization/costs}: what was served, a bucket for each UTC day. Thread-safe. */
final class OrganizationOperation {
    private final SimulatorStats stats;

    OrganizationOperation(SimulatorStats stats) {
        this.stats = stats;
    }

    /** Tells the usage of one kind of endpoint. */
    Operation usage(Kind kind) {
        return call -> {
            DayPage page = DayPage.of(call, DayPage.MOST_OF_USAGE);
            return Work.unlimited(() -> page.json((day, results) -> putUsage(call, kind, day, results)));
        };
    }

    /** Tells the costs. */
    Work costs(Call call) {
        DayPage page = DayPage.of(call, DayPage.MOST_OF_COSTS);
        return Work.unlimited(() -> page.json((day, results) -> putCosts(call, day, results)));
    }

    private void putUsage(Call call, Kind kind, long day, ArrayNode results) {
        boolean byModel = parameter(call, "group_by").equals("model");
        Map<String, Sums> models = new TreeMap<>();
        served(call, day, account -> account.kind() == kind)
                .forEach((account, sums) -> models.merge(
                        byModel ? call.options().organization().shown(account.model()) : "", sums, Sums::plus));
        models.forEach((model, sums) -> {
            ObjectNode result = results.addObject()
                    .put("object", "organization.usage." + kind.name().toLowerCase(Locale.ROOT) + ".result");
            putSums(kind, sums, result);
            result.putNull("project_id").putNull("user_id").putNull("api_key_id");
            result.put("model", byModel ? model : null);
        });
    }

    /** Puts what the endpoint counts: images have no tokens there, and only completions have those of answers. */
    private static void putSums(Kind kind, Sums sums, ObjectNode result) {
        if (kind == Kind.IMAGES) {
            result.put("images", sums.images());
        } else {
            result.put("input_tokens", sums.input());
        }
        if (kind == Kind.COMPLETIONS) {
            result.put("input_cached_tokens", sums.cached()).put("output_tokens", sums.output());
        }
        result.put("num_model_requests", sums.requests());
    }

    private void putCosts(Call call, long day, ArrayNode results) {
        boolean byItem = parameter(call, "group_by").equals("line_item");
        Map<String, BigDecimal> items = new TreeMap<>();
        served(call, day, account -> true).forEach((account, sums) -> {
            TokenPrice price = call.options().organization().prices().get(account.model());
            if (price != null) {
                String name = call.options().organization().shown(account.model());
                addItem(items, name + ", input", price.input(), sums.input() - sums.cached(), account);
                addItem(items, name + ", cached input", price.cached(), sums.cached(), account);
                addItem(items, name + ", output", price.output(), sums.output(), account);
            }
        });
        if (!byItem && !items.isEmpty()) {
            BigDecimal all = items.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
            items.clear();
            items.put("", all);
        }
        items.forEach((item, dollars) -> {
            ObjectNode result = results.addObject().put("object", "organization.costs.result");
            result.putObject("amount").put("value", dollars).put("currency", "usd");
            result.put("line_item", byItem ? item : null).putNull("project_id");
        });
    }

    private static void addItem(
            Map<String, BigDecimal> items, String item, BigDecimal price, long tokens, Account account) {
        if (tokens > 0) {
            items.merge(item, TokenPrice.dollars(price, tokens, account.halfPrice()), BigDecimal::add);
        }
    }

    private Map<Account, Sums> served(Call call, long day, Predicate<Account> wanted) {
        stats.runs().settle();
        String project = parameter(call, "project_ids");
        return stats.served()
                .on(day, account -> wanted.test(account) && (project.isEmpty() || project.equals(account.project())));
    }

    /** Returns a parameter that some clients write with brackets, since it may be repeated. */
    private static String parameter(Call call, String name) {
        Address address = call.request().address();
        String plain = address.parameter(name);
        return plain.isEmpty() ? address.parameter(name + "[]") : plain;
    }
}
