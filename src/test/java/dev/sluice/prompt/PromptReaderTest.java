package dev.sluice.prompt;

import static dev.sluice.prompt.ReadingFixture.gzip;
import static dev.sluice.prompt.ReadingFixture.profile;
import static dev.sluice.prompt.ReadingFixture.utf8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PromptReaderTest {
    @TempDir
    Path folder;

    private ReadingFixture files;

    @BeforeEach
    void newFixture() {
        files = new ReadingFixture(folder);
    }

    static List<Arguments> files() {
        return List.of(
                Arguments.of("a.txt", "Grüße\nzwei\n", List.of("Grüße", "zwei")),
                Arguments.of("a.txt", "\uFEFFeins\r\nzwei", List.of("eins", "zwei")),
                Arguments.of("a.txt", "  eins \n\n \t\r\nzwei\r", List.of("  eins ", "zwei")),
                Arguments.of("a.TXT", "nul\0l\n", List.of("nul\0l")),
                Arguments.of("a.md", "\uFEFF# Titel\r\n\r\nText\r\n", List.of("# Titel\r\n\r\nText")),
                Arguments.of("a.csv", "prompt\r\n\"eins,\r\n\"\"zwei\"\"\"\r\n", List.of("eins,\r\n\"zwei\"")),
                Arguments.of("a.csv", "\uFEFFid,prompt\n1,ä\n\n2,b", List.of("ä", "b")),
                Arguments.of("a.csv", "Nr,Input\n1,ä", List.of("ä")),
                Arguments.of("a.csv", "id,Frage\n1,ä", List.of("ä")),
                Arguments.of("a.jsonl", "{\"prompt\":\"ä\"}\r\n\r\n{\"input\":\"\\u00fc😀\"}", List.of("ä", "ü😀")),
                Arguments.of("a.ndjson", "\uFEFF{\"prompt\":\"a\"}\n", List.of("a")));
    }

    @ParameterizedTest
    @MethodSource("files")
    void file_eachFormat_givesItsPrompts(String name, String content, List<String> prompts) {
        assertThat(texts(files.read(name, content))).isEqualTo(prompts);
    }

    @ParameterizedTest
    @MethodSource("files")
    void file_packed_givesItsPrompts(String name, String content, List<String> prompts) {
        assertThat(texts(files.read(name + ".GZ", gzip(utf8(content))))).isEqualTo(prompts);
    }

    @Test
    void lines_withBlankOnesBetween_areNumberedByPromptAndByLine() {
        List<InputLine> lines = files.read("a.txt", "\n\neins\n\nzwei\n");

        assertThat(lines).extracting(InputLine::index).containsExactly(0L, 1L);
        assertThat(lines).extracting(InputLine::lineNumber).containsExactly(3L, 5L);
        assertThat(lines).extracting(InputLine::id).containsExactly("a.txt:3", "a.txt:5");
        assertThat(lines).extracting(InputLine::source).containsExactly("eins", "zwei");
        assertThat(lines)
                .extracting(line -> line.prompt().job() + " " + line.prompt().index())
                .containsExactly("7 0", "7 1");
    }

    @Test
    void lines_readTwice_areTheSame() {
        String content = "{\"prompt\":\"a\",\"n\":2}\nno json\n{\"custom_id\":\"x\"}\n{\"input\":\"b\",\"id\":\"b\"}\n";

        assertThat(files.read("a.jsonl", content)).isEqualTo(files.read("a.jsonl", content));
    }

    @Test
    void lines_someSkipped_keepTheirIndexes() throws IOException {
        Path file = files.write("a.txt", utf8("a\nb\n\nc\nd\n"));
        List<String> read = new ArrayList<>();
        try (InputLines lines = files.reader()
                .open(file, "a.txt", profile(Endpoint.EMBEDDINGS, null, null, "{}"), 1, i -> i % 2 == 0, i -> false)) {
            lines.forEachRemaining(line -> read.add(line.index() + line.source()));
        }

        assertThat(read).containsExactly("1b", "3d");
    }

    @Test
    void lines_someUncounted_areTheSameWithoutTokens() throws IOException {
        Path file = files.write("a.txt", utf8("a\nbb\nccc\n"));
        List<String> read = new ArrayList<>();
        try (InputLines lines = files.reader()
                .open(file, "a.txt", profile(Endpoint.EMBEDDINGS, null, null, "{}"), 1, i -> false, i -> i == 1)) {
            lines.forEachRemaining(line ->
                    read.add(line.source() + requireNonNull(line.prompt()).promptTokens()));
        }

        assertThat(read).containsExactly("a1", "bb0", "ccc3");
    }

    @ParameterizedTest
    @MethodSource("files")
    void end_askedForAgain_staysTheEnd(String name, String content) {
        try (InputLines lines = files.open(name, utf8(content + "\n" + " \n".repeat(50_000)))) {
            lines.forEachRemaining(line -> {});

            assertThat(lines.hasNext()).isFalse();
            assertThat(lines.hasNext()).isFalse();
        }
    }

    @Test
    void text_forChat_becomesSystemAndUserMessage() {
        files.with(profile(Endpoint.CHAT, "Be brief", "Say: {{prompt}}!", "{\"temperature\":0.50}"));

        Prompt prompt = files.read("a.txt", "${hi} {{prompt}}").get(0).prompt();

        assertThat(prompt.endpoint()).isEqualTo(Endpoint.CHAT);
        assertThat(prompt.input())
                .hasToString("[{\"role\":\"system\",\"content\":\"Be brief\"},"
                        + "{\"role\":\"user\",\"content\":\"Say: ${hi} {{prompt}}!\"}]");
        assertThat(prompt.promptTokens()).isEqualTo(3 + 6 + 8 + 3 + 4 + 22 + 3);
        assertThat(prompt.alone()).isFalse();
    }

    @Test
    void text_forResponses_becomesInputAndInstructions() {
        files.with(profile(Endpoint.RESPONSES, "Be brief", null, "{\"max_output_tokens\":9}"));

        Prompt prompt = files.read("a.md", "hello\n").get(0).prompt();

        assertThat(prompt.input()).hasToString("\"hello\"");
        assertThat(prompt.parameters()).isEqualTo("{\"instructions\":\"Be brief\",\"max_output_tokens\":9}");
        assertThat(prompt.maxOutputTokens()).isEqualTo(9);
        assertThat(prompt.promptTokens()).isEqualTo(3 + 4 + 5 + 3 + 8);
    }

    private static List<String> texts(List<InputLine> lines) {
        return lines.stream().map(line -> line.prompt().input().textValue()).toList();
    }
}
