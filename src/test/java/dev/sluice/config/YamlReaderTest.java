package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonPointer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YamlReaderTest {
    private final Problems problems = new Problems();

    @Test
    void keys_rememberTheirPlaces() {
        YamlDocument document = YamlReader.read("f.yaml", "# hi\na:\n  b: 1\n  c: [x, y]\n", problems);

        assertThat(document.root().toString()).isEqualTo("{\"a\":{\"b\":1,\"c\":[\"x\",\"y\"]}}");
        assertThat(document.place(JsonPointer.compile("/a/b"))).isEqualTo("f.yaml:3:3");
        assertThat(document.place(JsonPointer.compile("/a/c/1"))).isEqualTo("f.yaml:4:10");
        assertThat(document.place(JsonPointer.compile("/a/unknown"))).isEqualTo("f.yaml:2:1");
        assertThat(document.place(JsonPointer.compile("/unknown"))).isEqualTo("f.yaml");
        problems.throwIfAny();
    }

    @Test
    void scalars_keepTheirTypesAndDigits() {
        YamlDocument document = YamlReader.read("f.yaml", """
                whole: [1, -7, 3000000000, 123456789012345678901234567890]
                decimal: [0.20, 10.0, 1e-7]
                word: [yes, no, "1", 12:30, 2026-09-01, 250ms]
                other: [true, false, null, ~]
                """, problems);

        assertThat(document.root().toString())
                .isEqualTo("{\"whole\":[1,-7,3000000000,123456789012345678901234567890],"
                        + "\"decimal\":[0.20,10.0,1E-7],"
                        + "\"word\":[\"yes\",\"no\",\"1\",\"12:30\",\"2026-09-01\",\"250ms\"],"
                        + "\"other\":[true,false,null,null]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# only a comment\n", "---\n", "{}"})
    void file_withoutKeys_isEmpty(String text) {
        assertThat(YamlReader.read("f.yaml", text, problems).root()).isEmpty();
        problems.throwIfAny();
    }

    @Test
    void key_standsTwice_isAProblemAndTheFirstHolds() {
        YamlDocument document = YamlReader.read("f.yaml", "a: 1\nb: {c: 1, c: 2}\na: 3\n", problems);

        assertThat(document.root().toString()).isEqualTo("{\"a\":1,\"b\":{\"c\":1}}");
        assertThat(noted())
                .containsExactly(
                        "f.yaml:2:11: key stands twice: key=c first=f.yaml:2:5",
                        "f.yaml:3:1: key stands twice: key=a first=f.yaml:1:1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a: &x [1]\n", "a: *x\n", "a: !!java.net.URL 'http://x'\n", "a: !own {b: 1}\n"})
    void anchorsAliasesAndTags_areRefused(String text) {
        YamlReader.read("f.yaml", text, problems);

        assertThat(noted()).singleElement().asString().endsWith("anchors, aliases and tags are not read");
    }

    @Test
    void aliasesThatWouldGrow_areRefusedAtOnce() {
        StringBuilder text = new StringBuilder("a0: &a0 [x, x]\n");
        for (int i = 1; i < 40; i++) {
            text.append("a%d: &a%d [*a%d, *a%d]%n".formatted(i, i, i - 1, i - 1));
        }

        YamlReader.read("f.yaml", text.toString(), problems);

        assertThat(noted()).hasSize(40 + 2 * 39);
    }

    @Test
    void text_notYaml_isAProblemWithItsPlace() {
        YamlReader.read("f.yaml", "a: 1\nb: [1, 2\nc: {secret\n", problems);

        assertThat(noted())
                .singleElement()
                .asString()
                .startsWith("f.yaml:3:2: file is not YAML: ")
                .doesNotContain("secret");
    }

    @Test
    void number_thatJsonLacks_isAProblem() {
        YamlReader.read("f.yaml", "a: .nan\n", problems);

        assertThat(noted()).singleElement().asString().startsWith("f.yaml:1:");
    }

    @Test
    void root_notKeys_isAProblem() {
        YamlReader.read("f.yaml", "- a\n", problems);

        assertThat(noted()).containsExactly("f.yaml:1:1: file must hold keys and values");
    }

    @Test
    void secondDocument_isAProblem() {
        YamlReader.read("f.yaml", "a: 1\n---\nb: 2\n", problems);

        assertThat(noted()).containsExactly("f.yaml:3:1: file must hold one document only");
    }

    @Test
    void nesting_tooDeep_isAProblem() {
        YamlReader.read("f.yaml", "a: " + "[".repeat(20_000), problems);

        assertThat(noted()).singleElement().asString().contains("file is not YAML");
    }

    private List<String> noted() {
        return catchThrowableOfType(InvalidConfigurationException.class, problems::throwIfAny)
                .problems();
    }
}
