package dev.sluice.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.function.Consumer;

/** {@code POST /simulator/options} and {@code GET /simulator/stats}: steers a simulated provider from another process. */
final class Control implements HttpHandler {
    private static final Set<String> LISTS_OF_CONDITIONS = Set.of("faults", "run-outcome");
    private final Consumer<Map<String, String>> options;
    private final SimulatorStats stats;

    Control(Consumer<Map<String, String>> options, SimulatorStats stats) {
        this.options = options;
        this.stats = stats;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        String wanted =
                exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
        try {
            Delivery.send(exchange, 200, new JsonContent(Json.bytes(reply(wanted, body))));
        } catch (ApiError | IllegalArgumentException e) {
            ObjectNode error = Json.object();
            error.putObject("error").put("message", e.getMessage());
            Delivery.send(exchange, 400, new JsonContent(Json.bytes(error)));
        }
    }

    private ObjectNode reply(String wanted, byte[] body) {
        return switch (wanted) {
            case "GET /simulator/stats" -> statistics();
            case "POST /simulator/options" -> {
                options.accept(texts(Json.read(body)));
                yield Json.object().put("changed", true);
            }
            default -> throw new IllegalArgumentException("nothing is here: request=" + wanted);
        };
    }

    /** Returns the fields as texts; lists with commas, those of faults and outcomes with semicolons. */
    private static Map<String, String> texts(ObjectNode body) {
        Map<String, String> texts = new LinkedHashMap<>();
        body.properties().forEach(field -> {
            JsonNode value = field.getValue();
            StringJoiner list = new StringJoiner(LISTS_OF_CONDITIONS.contains(field.getKey()) ? ";" : ",");
            value.forEach(item -> list.add(item.asText()));
            texts.put(field.getKey(), value.isArray() ? list.toString() : value.isNull() ? "none" : value.asText());
        });
        return texts;
    }

    private ObjectNode statistics() {
        ObjectNode root = Json.object()
                .put("requests", stats.requests())
                .put("answered", stats.answered())
                .put("rate_limited", stats.rateLimited())
                .put("undelivered_answers", stats.undeliveredAnswers())
                .put("prompts_asked", stats.promptsAsked())
                .put("prompts_answered", stats.promptsAnswered())
                .put("distinct_prompts", stats.distinctPrompts())
                .put("answered_twice", stats.answeredTwice().size())
                .put("under_way", stats.underWay())
                .put("max_under_way", stats.maxUnderWay())
                .put("tokens_admitted", stats.tokensAdmitted());
        root.set("batch_api", stats.batches().json());
        root.set("runs", stats.runs().json());
        Load minute = stats.busiestMinute();
        root.putObject("busiest_minute").put("requests", minute.requests()).put("tokens", minute.tokens());
        ObjectNode statuses = root.putObject("statuses");
        stats.statuses().forEach((status, n) -> statuses.put(String.valueOf(status), n));
        ObjectNode faults = root.putObject("faults");
        stats.faults().forEach(faults::put);
        ObjectNode seconds = root.putObject("admitted_per_second");
        stats.admittedPerSecond()
                .forEach((second, load) -> seconds.putObject(String.valueOf(second))
                        .put("requests", load.requests())
                        .put("tokens", load.tokens()));
        return root;
    }
}
