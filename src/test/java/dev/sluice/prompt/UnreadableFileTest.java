package dev.sluice.prompt;

import static dev.sluice.prompt.ReadingFixture.gzip;
import static dev.sluice.prompt.ReadingFixture.profile;
import static dev.sluice.prompt.ReadingFixture.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class UnreadableFileTest {
    private static final Charset LATIN = StandardCharsets.ISO_8859_1;

    @TempDir
    Path folder;

    private ReadingFixture files;

    @BeforeEach
    void newFixture() {
        files = new ReadingFixture(folder);
    }

    static List<Arguments> unreadable() {
        byte[] packed = gzip(utf8("{\"prompt\":\"a\"}\n".repeat(5_000)));
        return List.of(
                Arguments.of("a.txt", "eins\nzwei\ngrün".getBytes(LATIN), ":3: not UTF-8: byte=0xfc"),
                Arguments.of("a.txt", ("x".repeat(100_000) + "\n\u00fc").getBytes(LATIN), ":2: not UTF-8: byte=0xfc"),
                Arguments.of("a.txt", Arrays.copyOf(utf8("eins\nü"), 6), ":2: not UTF-8: byte=0xc3"),
                Arguments.of("a.csv", "prompt\ngrün".getBytes(LATIN), ":2: not UTF-8: byte=0xfc"),
                Arguments.of("a.md", "grün".getBytes(LATIN), ":1: not UTF-8: byte=0xfc"),
                Arguments.of("a.txt", "a".getBytes(StandardCharsets.UTF_16), ":1: is UTF-16; save it as UTF-8"),
                Arguments.of("a.txt", new byte[0], ": no readable line"),
                Arguments.of("a.txt", utf8("\uFEFF \r\n\n"), ": no readable line"),
                Arguments.of("a.md", utf8("\n \n"), ": no readable line"),
                Arguments.of("a.csv", new byte[0], ": no readable line: the file is empty"),
                Arguments.of("a.csv", utf8("prompt\n"), ": no readable line"),
                Arguments.of("a.jsonl", utf8("\n{\n\"prompt\": 1\n}"), ":2: no readable line: not valid JSON"),
                Arguments.of("a.jsonl", utf8("[1]\n"), ":1: no readable line: not a JSON object"),
                Arguments.of("a.csv", utf8("prompt\na\n\"b\nc\n"), ":3: not CSV as in RFC 4180: "),
                Arguments.of("a.csv", utf8("prompt\n\"b\"c\n"), ":2: not CSV as in RFC 4180: "),
                Arguments.of("a.csv", utf8("a,b\n1,2\n"), ":1: no column prompt or input, nor a single other one: "),
                Arguments.of("a.csv", utf8("id;b\n1;2\n"), ":1: columns are not separated by commas: header=id;b"),
                Arguments.of("a.txt.gz", utf8("plain"), ": not a whole gzip file: "),
                Arguments.of("a.txt.gz", new byte[0], ": not a whole gzip file: "),
                Arguments.of("a.jsonl.gz", Arrays.copyOf(packed, packed.length - 9), ": not a whole gzip file: "),
                Arguments.of("a.docx", utf8("a"), ": is none of .txt, .md, .csv"));
    }

    @ParameterizedTest
    @MethodSource("unreadable")
    void file_thatCannotBeRead_isRefusedWithItsPlaceAndReason(String name, byte[] content, String message) {
        assertThatThrownBy(() -> files.inspect(name, content))
                .isInstanceOf(UnreadableFileException.class)
                .hasMessageStartingWith("inbox/" + name + message);
    }

    @Test
    void encoding_wrongBehindTheFirstLines_stopsTheReadingToo() {
        byte[] content = ("eins\n" + "x".repeat(200_000) + "\ngrün").getBytes(LATIN);

        assertThatThrownBy(() -> files.open("a.txt", content).forEachRemaining(line -> {}))
                .hasMessage("inbox/a.txt:3: not UTF-8: byte=0xfc");
    }

    @Test
    void packedFile_unpackingToTooMuch_isStopped() {
        files.with(new ReadLimits(1_000, 10_000));

        assertThatThrownBy(() -> files.inspect("a.txt.gz", gzip(new byte[50_000_000])))
                .hasMessage("inbox/a.txt.gz: unpacks to more than the limit: bytes=10000");
    }

    @Test
    void template_namingNoColumn_isOneProblemOfTheFile() {
        files.with(profile(Endpoint.CHAT, null, "{{title}} {{text}}", "{}"));

        UnreadableFileException csv = catchThrowableOfType(
                UnreadableFileException.class, () -> files.inspect("a.csv", utf8("id,title\n1,a\n")));
        assertThat(csv).hasMessage("inbox/a.csv:1: the template names {{text}}, which is no column: columns=id, title");
        assertThat(csv.file()).isEqualTo("inbox/a.csv");
        assertThat(csv.line()).isEqualTo(1);
        assertThatThrownBy(() -> files.inspect("a.txt", utf8("a")))
                .hasMessage("inbox/a.txt: the template names {{title}}, but a text has {{prompt}} only");
    }
}
