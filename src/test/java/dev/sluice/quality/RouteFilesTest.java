package dev.sluice.quality;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Holds every route file to Camel's schema, to the options of its components and to the house rules. */
class RouteFilesTest {
    private static final RouteSchema SCHEMA = new RouteSchema();
    private static final RouteEndpoints ENDPOINTS = new RouteEndpoints();

    @TestFactory
    Stream<DynamicTest> routeFile_breaksNoRule() throws IOException {
        return routeFiles().stream()
                .map(file -> DynamicTest.dynamicTest(
                        file.name(), () -> assertThat(problems(file)).isEmpty()));
    }

    @Test
    void pack_breaksNoRule() throws IOException {
        assertThat(RouteRules.packProblems(routeFiles())).isEmpty();
    }

    static List<String> problems(RouteFile file) {
        return Stream.of(SCHEMA.problems(file), ENDPOINTS.problems(file), RouteRules.problems(file))
                .flatMap(List::stream)
                .toList();
    }

    private static List<RouteFile> routeFiles() throws IOException {
        Path folder = Path.of("routes");
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".camel.yaml"))
                    .sorted()
                    .map(RouteFile::read)
                    .toList();
        }
    }
}
