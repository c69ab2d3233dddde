package dev.sluice.quality;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.catalog.EndpointValidationResult;
import org.apache.camel.catalog.impl.CamelContextJSonSchemaResolver;
import org.apache.camel.catalog.impl.DefaultRuntimeCamelCatalog;
import org.apache.camel.impl.DefaultCamelContext;

/** Checks endpoints against what the components on the class path say of themselves. */
final class RouteEndpoints {
    private static final Set<String> TEXT_FORMS = Set.of("from", "to", "toD", "wireTap", "poll");
    private final DefaultRuntimeCamelCatalog catalog = new DefaultRuntimeCamelCatalog();

    RouteEndpoints() {
        catalog.setCamelContext(new DefaultCamelContext());
        catalog.setJSonSchemaResolver(new CamelContextJSonSchemaResolver(catalog.getCamelContext()));
        catalog.start();
    }

    List<String> problems(RouteFile file) {
        Stream<String> inObjects = file.objects().stream()
                .filter(object -> object.path("uri").isTextual())
                .flatMap(object -> problems(object.get("uri").asText(), object.path("parameters")));
        Stream<String> asText = file.fields()
                .filter(field ->
                        TEXT_FORMS.contains(field.getKey()) && field.getValue().isTextual())
                .flatMap(field -> problems(field.getValue().asText(), field.getValue()));
        return Stream.concat(inObjects, asText).toList();
    }

    private Stream<String> problems(String uri, JsonNode parameters) {
        String scheme = uri.split("[:?]", 2)[0];
        if (scheme.startsWith("{{") || scheme.startsWith("${")) {
            return Stream.empty();
        }
        if (catalog.componentJSonSchema(scheme) == null) {
            return Stream.of("endpoint's component is not on the class path: uri=" + uri);
        }
        Map<String, String> options = query(uri);
        List<String> problems = new ArrayList<>();
        if (options.size() > 2) {
            problems.add("endpoint has more than two options in its uri, use parameters: uri=" + uri);
        }
        parameters
                .properties()
                .forEach(p -> options.put(p.getKey(), p.getValue().asText()));
        problems.addAll(optionProblems(uri, catalog.validateProperties(scheme, options)));
        return problems.stream();
    }

    private static List<String> optionProblems(String uri, EndpointValidationResult result) {
        List<String> problems = new ArrayList<>();
        if (result.getUnknown() != null) {
            result.getUnknown().forEach(option -> problems.add("unknown option " + option + ": uri=" + uri));
        }
        if (result.getRequired() != null && !uri.contains(":")) {
            result.getRequired().forEach(option -> problems.add("missing option " + option + ": uri=" + uri));
        }
        Stream.of(
                        result.getInvalidBoolean(),
                        result.getInvalidDuration(),
                        result.getInvalidEnum(),
                        result.getInvalidInteger(),
                        result.getInvalidNumber(),
                        result.getInvalidMap(),
                        result.getInvalidArray())
                .filter(invalid -> invalid != null)
                .forEach(invalid -> invalid.forEach(
                        (option, value) -> problems.add("option " + option + " can't be " + value + ": uri=" + uri)));
        return problems;
    }

    private static Map<String, String> query(String uri) {
        Map<String, String> options = new HashMap<>();
        int start = uri.indexOf('?');
        if (start >= 0) {
            for (String pair : uri.substring(start + 1).split("&", -1)) {
                String[] parts = pair.split("=", 2);
                options.put(parts[0], parts.length == 2 ? parts[1] : "");
            }
        }
        return options;
    }
}
