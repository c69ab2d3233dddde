package dev.sluice.quality;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.quality.RouteFile.Step;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The house rules of route files; each check returns what breaks it, in one sentence each. */
final class RouteRules {
    private static final Set<String> KINDS = Set.of("route", "routeTemplate", "routeConfiguration", "beans");
    private static final Set<String> SCRIPTS =
            Set.of("groovy", "java", "joor", "js", "mvel", "ognl", "python", "script", "spel", "wasm");
    /** Steps that only set, convert or end something; all others need an id. */
    private static final Set<String> PLAIN_STEPS = Set.of(("convertBodyTo convertHeaderTo convertVariableTo log marshal"
                    + " removeHeader removeHeaders removeProperties removeProperty removeVariable rollback setBody"
                    + " setExchangePattern setHeader setHeaders setProperty setVariable setVariables stop"
                    + " throwException unmarshal")
            .split(" "));

    private static final Pattern ID = Pattern.compile("sluice(-[a-z0-9]+)+");
    private static final Pattern TEMPLATE_ID = Pattern.compile("sluice(-([a-z0-9]+|\\{\\{[a-zA-Z]+}}))+");
    private static final Pattern OPERATOR =
            Pattern.compile(" (==|=~|!=|!=~|>=?|<=?|&&|\\|\\||!?contains|!?regex|!?in|!?is|!?range|starts ?[wW]ith"
                    + "|ends ?[wW]ith|\\?|\\?:) ");
    private static final int MAX_LINES = 80;
    private static final int MAX_ROUTES = 3;

    private RouteRules() {}

    /** Returns what is wrong with a file, taken by itself. */
    static List<String> problems(RouteFile file) {
        List<String> problems = new ArrayList<>(layout(file));
        file.routes().forEach(route -> problems.addAll(route(route)));
        file.elements("routeTemplate").forEach(template -> problems.addAll(badId("routeTemplate", template, ID)));
        file.elements("routeConfiguration").forEach(c -> problems.addAll(badId("routeConfiguration", c, ID)));
        file.steps().forEach(step -> problems.addAll(step(step)));
        file.fields().forEach(field -> problems.addAll(beanName(field.getKey(), field.getValue())));
        problems.addAll(expressions(file));
        return problems;
    }

    /** Returns what is wrong with the files taken together. */
    static List<String> packProblems(List<RouteFile> files) {
        Stream<String> ids = files.stream()
                .flatMap(file -> Stream.concat(
                        Stream.concat(
                                file.routes().stream().map(r -> r.path("id").asText()),
                                Stream.of("routeTemplate", "routeConfiguration")
                                        .flatMap(kind -> file.elements(kind).stream())
                                        .map(e -> e.path("id").asText())),
                        file.steps().stream().map(s -> s.settings().path("id").asText())))
                .filter(id -> !id.isEmpty());
        Set<String> seen = new HashSet<>();
        List<String> problems = new ArrayList<>(ids.filter(id -> !seen.add(id))
                .map(id -> "id is used twice: id=" + id)
                .toList());
        files.stream()
                .filter(file -> !file.name().startsWith("errors"))
                .filter(file -> file.fields().anyMatch(f -> f.getKey().equals("redeliveryPolicy")))
                .forEach(file ->
                        problems.add("retry policy must stand in a file errors-*.camel.yaml: file=" + file.name()));
        return problems;
    }

    private static List<String> layout(RouteFile file) {
        List<String> problems = new ArrayList<>();
        int routes = file.routes().size();
        if (file.lines() > MAX_LINES) {
            problems.add("file must fit a screen: lines=" + file.lines() + " max=" + MAX_LINES);
        }
        if (routes > MAX_ROUTES || file.kinds().isEmpty()) {
            problems.add("file must tell one story in 1 to 3 routes: routes=" + routes);
        }
        file.kinds().stream()
                .filter(kind -> !KINDS.contains(kind))
                .forEach(kind -> problems.add("only " + KINDS.stream().sorted().toList()
                        + " may stand at the top of a file: element=" + kind));
        return problems;
    }

    private static List<String> route(JsonNode route) {
        List<String> problems = new ArrayList<>(badId("route", route, TEMPLATE_ID));
        String id = route.path("id").asText();
        if (route.path("description").asText().isBlank()) {
            problems.add("route has no description: id=" + id);
        }
        if (route.path("routeConfigurationId").asText().isBlank()
                && route.path("errorHandler").isMissingNode()) {
            problems.add("route names neither routeConfigurationId nor an errorHandler of its own: id=" + id);
        }
        if (route.path("errorHandlerRef").isMissingNode()
                && route.path("errorHandler").isMissingNode()) {
            problems.add("route leaves its errors to a host's error handler: id=" + id);
        }
        String from = route.path("from").path("uri").asText().split("\\?", 2)[0];
        if ((from.startsWith("direct:") || from.startsWith("seda:"))
                && !from.substring(from.indexOf(':') + 1).equals(id)) {
            problems.add("direct and seda names must equal the route's id: id=" + id + " from=" + from);
        }
        return problems;
    }

    private static List<String> step(Step step) {
        JsonNode id = step.settings().path("id");
        if (id.isMissingNode()) {
            return PLAIN_STEPS.contains(step.kind())
                    ? List.of()
                    : List.of("step has no id: step=" + step.kind() + " " + step.settings());
        }
        return badId("step", step.settings(), TEMPLATE_ID);
    }

    private static List<String> beanName(String key, JsonNode value) {
        String name = value.asText();
        boolean named = value.isTextual()
                && (key.equals("ref")
                        || key.endsWith("Ref")
                        || key.equals("aggregationStrategy")
                        || name.startsWith("#"));
        return named && !name.replaceFirst("^#(bean:)?", "").startsWith("sluice")
                ? List.of("bean's name must start with sluice: " + key + "=" + name)
                : List.of();
    }

    /**
     * Camel refuses to start a context in which a step shares its id with another step or a route, and checks before it
     * applies {@code nodePrefixId}: so only ids that carry the prefix themselves keep clear of a host's.
     */
    private static List<String> badId(String kind, JsonNode element, Pattern pattern) {
        String id = element.path("id").asText();
        return pattern.matcher(id).matches()
                ? List.of()
                : List.of(kind + " must have an id such as sluice-call-provider: id=" + id);
    }

    private static List<String> expressions(RouteFile file) {
        List<String> problems = new ArrayList<>();
        file.fields().forEach(field -> {
            if (SCRIPTS.contains(field.getKey())) {
                problems.add("no scripts in routes: language=" + field.getKey());
            }
            if (field.getKey().equals("simple")) {
                JsonNode value = field.getValue();
                problems.addAll(
                        simple(value.isObject() ? value.path("expression").asText() : value.asText()));
            }
        });
        return problems;
    }

    private static List<String> simple(String expression) {
        List<String> problems = new ArrayList<>();
        if (expression.strip().contains("\n")) {
            problems.add("simple expression must stand on one line: simple=" + expression.strip());
        }
        if (OPERATOR.matcher(expression).results().count() > 1) {
            problems.add("a second operator belongs into a bean with a name: simple=" + expression);
        }
        return problems;
    }
}
