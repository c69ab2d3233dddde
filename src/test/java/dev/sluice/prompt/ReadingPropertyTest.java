package dev.sluice.prompt;

import static dev.sluice.prompt.ReadingFixture.JSON;
import static dev.sluice.prompt.ReadingFixture.gzip;
import static dev.sluice.prompt.ReadingFixture.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

class ReadingPropertyTest {
    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings()
                .withChars('a', ' ', '"', '\\', ',', '\n', '\r', '\t', '\0', 'ä', '\u2028', '\uFEFF', '{', '}')
                .all()
                .ofMaxLength(60)
                .filter(text -> !text.isBlank() && new String(utf8(text), StandardCharsets.UTF_8).equals(text));
    }

    @Property(tries = 200)
    void jsonLines_ofAnyTexts_giveThemBack(@ForAll @Size(min = 1, max = 8) List<@From("texts") String> texts)
            throws IOException {
        String content = texts.stream()
                .map(text -> JSON.createObjectNode().put("prompt", text).toString())
                .collect(Collectors.joining("\n"));

        assertThat(read("a.jsonl.gz", gzip(utf8(content)))).isEqualTo(texts);
    }

    @Property(tries = 200)
    void csv_ofAnyTexts_givesThemBack(@ForAll @Size(min = 1, max = 8) List<@From("texts") String> texts)
            throws IOException {
        StringWriter content = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().build(content)) {
            csv.writeRecord("n", "prompt");
            texts.forEach(text -> csv.writeRecord("1", text));
        }

        assertThat(read("a.csv", utf8(content.toString()))).isEqualTo(texts);
    }

    @Property(tries = 200)
    void textLines_ofAnyTexts_giveThemBack(@ForAll @Size(min = 1, max = 8) List<@From("texts") String> texts)
            throws IOException {
        List<String> lines =
                texts.stream().map(text -> "x" + text.replaceAll("[\n\r]", "")).toList();

        assertThat(read("a.txt", utf8(String.join("\r\n", lines)))).isEqualTo(lines);
    }

    private static List<String> read(String name, byte[] content) throws IOException {
        Path folder = Files.createTempDirectory("reading");
        try {
            return new ReadingFixture(folder)
                    .read(name, content).stream()
                            .map(line -> line.prompt().input().textValue())
                            .toList();
        } finally {
            Files.deleteIfExists(folder.resolve(name));
            Files.delete(folder);
        }
    }
}
