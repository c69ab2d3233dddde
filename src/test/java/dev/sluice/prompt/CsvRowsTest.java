package dev.sluice.prompt;

import static dev.sluice.prompt.ReadingFixture.profile;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvRowsTest {
    @TempDir
    Path folder;

    private ReadingFixture files;

    @BeforeEach
    void newFixture() {
        files = new ReadingFixture(folder);
    }

    @Test
    void rows_withTemplate_areRendered() {
        files.with(profile(Endpoint.COMPLETIONS, null, "{{Titel}}: {{text}}", "{}"));

        List<InputLine> lines = files.read("a.csv", "ID,Titel,text\r\n7,Ä,\"a\r\nb\"\r\n\r\n,{{text}},=1+1\r\n9,,\r\n");

        assertThat(lines).extracting(InputLine::id).containsExactly("7", "a.csv:5", "9");
        assertThat(lines).extracting(InputLine::lineNumber).containsExactly(2L, 5L, 6L);
        assertThat(lines.get(0).prompt().input()).hasToString("\"Ä: a\\r\\nb\"");
        assertThat(lines.get(0).cells()).containsExactly("7", "Ä", "a\r\nb");
        assertThat(lines.get(1).prompt().input()).hasToString("\"{{text}}: =1+1\"");
        assertThat(lines.get(2).problem()).isEqualTo("prompt is empty");
    }

    @Test
    void row_withOtherNumberOfCells_isAProblem() {
        List<InputLine> lines = files.read("a.csv", "id,prompt\n1\n2,b,c\n3,c\n");

        assertThat(lines)
                .extracting(InputLine::problem)
                .containsExactly(
                        "row has another number of cells than the header: cells=1 header=2",
                        "row has another number of cells than the header: cells=3 header=2",
                        null);
        assertThat(lines).extracting(InputLine::id).containsExactly("1", "2", "3");
    }

    @Test
    void template_withPromptPlace_takesTheOnlyColumn() {
        files.with(profile(Endpoint.COMPLETIONS, null, "Q: {{prompt}}", "{}"));

        assertThat(files.read("a.csv", "Frage\nwarum?\n").get(0).prompt().input())
                .hasToString("\"Q: warum?\"");
    }

    @Test
    void row_longerThanTheLimit_makesTheFileUnreadable() {
        files.with(new ReadLimits(20_000, 1 << 20));

        assertThatThrownBy(() -> files.read("a.csv", "prompt\na\n" + "x".repeat(50_000) + "\n"))
                .isInstanceOf(UnreadableFileException.class)
                .hasMessageStartingWith("inbox/a.csv:3: not CSV as in RFC 4180: ");
    }
}
