package dev.sluice.quality;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A route file as YAML.
 *
 * @param name its file name
 * @param lines how many lines it has, comments and blank ones left out
 * @param root its content: a list of objects with one key each
 */
record RouteFile(String name, long lines, JsonNode root) {

    /** A step of a route: the name of its EIP, and its settings. */
    record Step(String kind, JsonNode settings) {}

    static RouteFile parse(String name, String text) {
        long lines = text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .count();
        try {
            return new RouteFile(name, lines, new YAMLMapper().readTree(text));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    static RouteFile read(Path file) {
        try {
            return parse(file.getFileName().toString(), Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the settings of the top-level elements of a kind, such as {@code route}. */
    List<JsonNode> elements(String kind) {
        return stream(root).filter(e -> e.has(kind)).map(e -> e.get(kind)).toList();
    }

    /** Returns the names of all top-level elements. */
    List<String> kinds() {
        return stream(root).flatMap(RouteFile::names).toList();
    }

    /** Returns the routes, those of templates too. */
    List<JsonNode> routes() {
        List<JsonNode> routes = new ArrayList<>(elements("route"));
        elements("routeTemplate").forEach(template -> routes.add(template.path("route")));
        return routes;
    }

    /** Returns all steps, however deep. */
    List<Step> steps() {
        return objects().stream()
                .flatMap(object -> stream(object.path("steps")))
                .flatMap(step -> names(step).map(kind -> new Step(kind, step.get(kind))))
                .toList();
    }

    /** Returns all objects of the file, however deep. */
    List<JsonNode> objects() {
        List<JsonNode> found = new ArrayList<>();
        collectObjects(root, found);
        return found;
    }

    /** Returns all names and values of the file, however deep. */
    Stream<Map.Entry<String, JsonNode>> fields() {
        return objects().stream().flatMap(object -> object.properties().stream());
    }

    static Stream<JsonNode> stream(JsonNode node) {
        return node.isArray() ? node.valueStream() : Stream.empty();
    }

    private static Stream<String> names(JsonNode object) {
        return object.propertyStream().map(Map.Entry::getKey);
    }

    private static void collectObjects(JsonNode node, List<JsonNode> found) {
        if (node.isObject()) {
            found.add(node);
        }
        node.forEach(child -> collectObjects(child, found));
    }
}
