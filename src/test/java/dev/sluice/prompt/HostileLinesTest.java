package dev.sluice.prompt;

import static dev.sluice.prompt.ReadingFixture.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostileLinesTest {
    @TempDir
    Path folder;

    private ReadingFixture files;

    @BeforeEach
    void newFixture() {
        files = new ReadingFixture(folder);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\ud800", "a\\uDC00b", "\\ud83d\\ud83d", "\\ude00\\ud83d"})
    void loneSurrogate_escaped_isAProblem(String text) {
        assertThat(problem("{\"prompt\":\"" + text + "\"}")).startsWith("holds half a character: \\u");
        assertThat(problem("{\"prompt\":\"a\",\"" + text + "\":1}")).startsWith("holds half a character: \\u");
        assertThat(problem("{\"messages\":[{\"content\":[{\"text\":\"" + text + "\"}]}]}"))
                .startsWith("holds half a character: \\u");
    }

    @Test
    void surrogatePair_escaped_isACharacter() {
        assertThat(files.jsonLine("{\"prompt\":\"\\ud83d\\ude00\\u0000\"}")
                        .prompt()
                        .input()
                        .textValue())
                .isEqualTo("😀\0");
    }

    @Test
    void nesting_of10000_isAProblem() {
        String deep = "{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000);

        assertThat(problem("{\"prompt\":\"a\",\"deep\":" + deep + "}")).startsWith("JSON over a limit: ");
        assertThat(problem("[".repeat(10_000))).startsWith("JSON over a limit: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"prompt\":\"a\"} x",
                "{\"prompt\":\"a\"}{\"prompt\":\"b\"}",
                "{\"prompt\":\"a",
                "{'prompt':'a'}",
                "{\"prompt\":\"tab\tinside\"}",
                "{\"prompt\":\"nul\0inside\"}",
                "{\"prompt\":NaN}",
                "{\"prompt\":\"\\x\"}"
            })
    void brokenJson_isAProblem(String line) {
        assertThat(problem(line)).startsWith("not valid JSON at column ");
    }

    @Test
    void line_longerThanTheLimit_isAProblemWithoutTheRest() {
        files.with(new ReadLimits(100_000, 1 << 20));
        String long1 = "{\"prompt\":\"" + "ü".repeat(70_000) + "\"}";
        String fits = "{\"prompt\":\"" + "x".repeat(100_000 - 13) + "\"}";

        List<InputLine> lines = files.read("a.jsonl", fits + "\r\n" + long1 + "\n\n{\"prompt\":\"b\"}\n" + long1);

        assertThat(lines).extracting(InputLine::lineNumber).containsExactly(1L, 2L, 4L, 5L);
        assertThat(lines.get(0).problem()).isNull();
        assertThat(lines.get(1).problem()).isEqualTo("longer than the limit: bytes=100000");
        assertThat(lines.get(1).source()).isEqualTo(long1.substring(0, 1_000));
        assertThat(lines.get(2).prompt().input().textValue()).isEqualTo("b");
        assertThat(lines.get(3).problem()).isEqualTo("longer than the limit: bytes=100000");
    }

    @Test
    void line_of16MegabytesAndMore_isReadOrNamed() {
        String fits = "x".repeat(16 << 20);

        List<InputLine> lines = files.read("a.txt", fits + "\n" + fits + "y\n" + "z\n");

        assertThat(lines).hasSize(3);
        assertThat(lines.get(0).prompt().input().textValue()).hasSize(16 << 20);
        assertThat(lines.get(1).problem()).isEqualTo("longer than the limit: bytes=16777216");
        assertThat(lines.get(2).prompt().input().textValue()).isEqualTo("z");
    }

    @Test
    void document_longerThanTheLimit_isAProblem() {
        files.with(new ReadLimits(10, 100));

        assertThat(files.read("a.md", "0123456789").get(0).problem()).isNull();
        assertThat(files.open("a.md", utf8("0123456789x")).next().problem())
                .isEqualTo("longer than the limit: bytes=10");
    }

    @Test
    void fuzzedLines_eachGiveOneLine() {
        Random random = new Random(4);
        StringBuilder content = new StringBuilder("{\"prompt\":\"good\"}\n");
        String good = "{\"prompt\":\"a\\ud83d\\ude00\",\"n\":1,\"messages\":[{\"content\":null}],\"id\":\"x\"}";
        for (int i = 0; i < 5_000; i++) {
            StringBuilder line = new StringBuilder(good);
            for (int k = random.nextInt(6); k >= 0; k--) {
                line.setCharAt(random.nextInt(line.length()), "\0{}[]\",:\\u0dn\u00e4".charAt(random.nextInt(14)));
            }
            content.append(line).append('\n');
        }

        List<InputLine> lines = files.read("a.jsonl", content.toString());

        assertThat(lines).hasSize(5_001);
        assertThat(lines).allSatisfy(line -> {
            boolean encodable = line.prompt() == null
                    || StandardCharsets.UTF_8
                            .newEncoder()
                            .canEncode(line.prompt().input().toString());
            assertThat(encodable).isTrue();
        });
    }

    private String problem(String line) {
        return files.read("a.jsonl", "{\"prompt\":\"good\"}\n" + line).get(1).problem();
    }
}
