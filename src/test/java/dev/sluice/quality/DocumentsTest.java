package dev.sluice.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.NodeList;

/** Holds the documents to the project: links lead somewhere, commands are those of the build, dependencies are explained. */
class DocumentsTest {
    private static final Path README = Path.of("README.md");
    private static final Path DECISIONS = Path.of("docs/design-decisions.md");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern FENCE = Pattern.compile("(?ms)^\\s*```.*?^\\s*```");
    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.+?)\\s*$");
    private static final Pattern FIRST_CELL = Pattern.compile("(?m)^\\| `([^`]+)` \\|");

    @Test
    void documents_linksToFiles_leadSomewhere() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Path document : documents()) {
            prose(document)
                    .flatMap(text -> LINK.matcher(text).results().map(match -> match.group(1)))
                    .filter(link -> !link.matches("(?i)(https?|mailto):.*"))
                    .filter(link -> !leadsSomewhere(document, link))
                    .forEach(link -> broken.add(document + ": " + link));
        }

        assertThat(broken).isEmpty();
    }

    @Test
    void documents_nameNoPlaceOfOneMachine() throws IOException {
        for (Path document : documents()) {
            assertThat(Files.readString(document))
                    .as(document.toString())
                    .doesNotContainPattern("(?<![\\w.])/(work|root|tmp/wt|home/\\w+)/");
        }
    }

    @Test
    void readme_namesTheCommandsOfTheBuild() throws IOException {
        assumeThat(README).exists();

        assertThat(Files.readString(README))
                .contains("mvn -q verify")
                .contains("mvn -q package -DskipTests && java -jar target/sluice.jar demo");
        assertThat(Files.readString(Path.of(".ci/run"))).contains("mvn -q -B verify");
    }

    @Test
    void dependencies_areAllExplained_andNoOthers() throws Exception {
        assertThat(explained()).containsExactlyInAnyOrderElementsOf(dependencies());
    }

    private static List<Path> documents() throws IOException {
        try (Stream<Path> top = Files.list(Path.of(""));
                Stream<Path> docs = Files.walk(Path.of("docs"))) {
            return Stream.concat(top, docs)
                    .filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    private static Stream<String> prose(Path document) throws IOException {
        return Stream.of(FENCE.matcher(Files.readString(document)).replaceAll(""));
    }

    private static boolean leadsSomewhere(Path document, String link) {
        String[] parts = link.split("#", 2);
        Path target = parts[0].isEmpty() ? document : document.resolveSibling(parts[0]);
        return Files.exists(target) && (parts.length == 1 || anchors(target).contains(parts[1]));
    }

    /** Returns the anchors that a reader's page makes of the headings: lower case, punctuation dropped, hyphens for spaces. */
    private static Set<String> anchors(Path document) {
        try {
            Set<String> anchors = new HashSet<>();
            HEADING.matcher(Files.readString(document))
                    .results()
                    .map(heading -> heading.group(1)
                            .toLowerCase(Locale.ROOT)
                            .replaceAll("[^\\p{L}\\p{N} _-]", "")
                            .replace(' ', '-'))
                    .forEach(anchors::add);
            return anchors;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Returns the first cells of the tables below the heading "Dependencies". */
    private static List<String> explained() throws IOException {
        String part =
                Files.readString(DECISIONS).split("(?m)^## Dependencies$", 2)[1].split("(?m)^## ", 2)[0];
        return FIRST_CELL
                .matcher(part)
                .results()
                .map((MatchResult m) -> m.group(1))
                .toList();
    }

    private static List<String> dependencies() throws Exception {
        NodeList nodes = (NodeList) XPathFactory.newInstance()
                .newXPath()
                .evaluate(
                        "/project/dependencies/dependency/artifactId",
                        DocumentBuilderFactory.newInstance()
                                .newDocumentBuilder()
                                .parse(Path.of("pom.xml").toFile()),
                        XPathConstants.NODESET);
        List<String> artifacts = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            artifacts.add(nodes.item(i).getTextContent().strip());
        }
        return artifacts;
    }
}
