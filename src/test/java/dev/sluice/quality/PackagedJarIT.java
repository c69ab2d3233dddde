package dev.sluice.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the packaged application: {@code target/sluice.jar}, as a user starts it. */
class PackagedJarIT {
    private static final Path JAR = Path.of(System.getProperty("sluice.jar", "target/sluice.jar"));
    private static JarFile jar;

    @BeforeAll
    static void open() throws IOException {
        jar = new JarFile(JAR.toFile());
    }

    @AfterAll
    static void close() throws IOException {
        jar.close();
    }

    @Test
    void version_fromAFolderWithSpacesAndUmlauts_isPrinted(@TempDir Path temp) throws Exception {
        Path folder = Files.createDirectories(temp.resolve("Prüf ordner mit Lücken"));
        Path copy = Files.copy(JAR, folder.resolve("sluice für alle.jar"));
        String expected = jar.getManifest().getMainAttributes().getValue(Attributes.Name.IMPLEMENTATION_VERSION);

        Path output = folder.resolve("output.txt");
        Process process = new ProcessBuilder(java(), "-jar", copy.toString(), "--version")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = process.waitFor(60, TimeUnit.SECONDS);
        process.destroyForcibly();

        assertThat(Files.readString(output)).contains(expected).doesNotContain("Exception");
        assertThat(ended).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    @Test
    void manifest_keepsMultiReleaseAndVersion() throws IOException {
        Attributes manifest = jar.getManifest().getMainAttributes();

        assertThat(manifest.getValue("Multi-Release")).isEqualTo("true");
        assertThat(manifest.getValue(Attributes.Name.MAIN_CLASS)).startsWith("dev.sluice.console.");
        assertThat(manifest.getValue(Attributes.Name.IMPLEMENTATION_TITLE)).isEqualTo("Sluice");
        assertThat(names()).anyMatch(name -> name.startsWith("META-INF/versions/21/org/apache/camel/util/concurrent/"));
    }

    @Test
    void services_ofAllJars_areMerged() throws IOException {
        assertThat(lines("META-INF/services/org/apache/camel/TypeConverterLoader"))
                .contains(
                        "org.apache.camel.converter.CamelBaseBulkConverterLoader",
                        "org.apache.camel.component.file.GenericFileConverterLoader",
                        "org.apache.camel.component.http.HttpEntityConverterLoader",
                        "org.apache.camel.component.jackson.converter.JacksonTypeConvertersLoader");
        assertThat(lines("META-INF/services/com.fasterxml.jackson.core.JsonFactory"))
                .hasSize(2);
        assertThat(lines("META-INF/services/java.sql.Driver")).contains("org.sqlite.JDBC");
        assertThat(lines("META-INF/services/org.flywaydb.core.extensibility.Plugin"))
                .isNotEmpty();
    }

    @Test
    void camelServices_nameOneClassEach() {
        assertThat(names().filter(name -> name.startsWith("META-INF/services/org/apache/camel/"))
                        .filter(name -> !name.endsWith("/") && !name.endsWith(".properties"))
                        .filter(name -> lines(name).stream()
                                        .filter(line -> line.startsWith("class="))
                                        .count()
                                > 1))
                .isEmpty();
    }

    @Test
    void signatures_ofBundledJars_areLeftOut() {
        assertThat(names()).noneMatch(name -> name.matches("META-INF/[^/]+\\.(SF|DSA|RSA|EC)"));
        assertThat(names()).noneMatch(name -> name.endsWith("module-info.class"));
    }

    @Test
    void licences_ofBundledJars_areKept() {
        assertThat(names())
                .contains(
                        "META-INF/LICENSE",
                        "META-INF/NOTICE",
                        "META-INF/THIRD-PARTY.txt",
                        "META-INF/THIRD-PARTY-LICENSES.txt");
        assertThat(text("META-INF/LICENSE")).contains("Apache License").contains("Version 2.0, January 2004");
        assertThat(text("META-INF/NOTICE")).contains("Sluice").contains("Apache Camel");
        assertThat(text("META-INF/THIRD-PARTY.txt")).contains("camel-core").doesNotContain("Unknown license");
    }

    @Test
    void routes_areInTheJarAsInTheFolder() throws IOException {
        assumeThat(Path.of("routes")).exists();
        try (Stream<Path> routes = Files.list(Path.of("routes"))) {
            assertThat(routes)
                    .allSatisfy(route -> assertThat(text("sluice/routes/" + route.getFileName()))
                            .isEqualTo(Files.readString(route)));
        }
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static Stream<String> names() {
        return jar.stream().map(JarEntry::getName);
    }

    private static List<String> lines(String entry) {
        return text(entry).lines().filter(line -> !line.isBlank()).toList();
    }

    private static String text(String entry) {
        JarEntry found = jar.getJarEntry(entry);
        assertThat(found).as(entry).isNotNull();
        try (var in = jar.getInputStream(found)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
