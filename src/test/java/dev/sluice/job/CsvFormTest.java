package dev.sluice.job;

import static dev.sluice.job.AnswerFixture.answered;
import static dev.sluice.job.AnswerFixture.failed;
import static dev.sluice.job.AnswerFixture.text;
import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvFormTest {
    @Test
    void rows_keepTheirCells_andGainAnswerAndError(@TempDir Path folder) {
        List<String> lines = new AnswerFixture(folder)
                .results(
                        "a.csv",
                        "\uFEFFid,prompt\r\n1,\"a,\r\n\"\"b\"\"\"\r\n2,=1+1\r\n3\r\n4,x\r\n",
                        text(0, "Ä, \"ja\"\nnein"),
                        failed(1),
                        answered(3, "{\"data\":[{\"embedding\":[1,2]}]}"));

        assertThat(lines)
                .containsExactly(
                        "\uFEFFid,prompt,answer,error",
                        "1,\"a,\r\n\"\"b\"\"\",\"Ä, \"\"ja\"\"\nnein\",",
                        "2,=1+1,,\"server_error: it \"\"broke\"\"\"",
                        "3,,,unreadable_line: row has another number of cells than the header: cells=1 header=2",
                        "4,x,\"[1,2]\",");
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@x", "\tx", "\rx"})
    void answer_thatLooksLikeAFormula_isDefused(String answer, @TempDir Path folder) {
        assertThat(answerCell(folder, answer)).isEqualTo("'" + answer);
    }

    @Test
    void columns_thatAreTaken_getAnotherName(@TempDir Path folder) {
        assertThat(new AnswerFixture(folder)
                        .results("a.csv", "prompt,answer\na,b\n", text(0, "x"))
                        .get(0))
                .isEqualTo("prompt,answer,answer_2,error");
    }

    @Test
    void toolCalls_areShownAsTheirMessage(@TempDir Path folder) {
        assertThat(new AnswerFixture(folder)
                        .results(
                                "a.csv",
                                "prompt\na\n",
                                answered(0, "{\"choices\":[{\"message\":{\"content\":null,\"refusal\":\"no\"}}]}"))
                        .get(1))
                .isEqualTo("a,\"{\"\"content\"\":null,\"\"refusal\"\":\"\"no\"\"}\",");
    }

    @Property(tries = 300)
    void answer_ofAnyText_isReadBack(@ForAll String text) throws IOException {
        Path folder = Files.createTempDirectory("answers");
        try {
            String cell = answerCell(folder, text);
            assertThat(cell.startsWith("'") && !text.startsWith("'") ? cell.substring(1) : cell)
                    .isEqualTo(text);
        } finally {
            Files.delete(folder.resolve("a.csv"));
            Files.delete(folder);
        }
    }

    private static String answerCell(Path folder, String answer) {
        List<String> lines = new AnswerFixture(folder).results("a.csv", "prompt\na\n", text(0, answer));
        CsvRecord row = CsvReader.builder().ofCsvRecord(String.join("\r\n", lines)).stream()
                .skip(1)
                .findFirst()
                .orElseThrow();
        return row.getField(1);
    }
}
