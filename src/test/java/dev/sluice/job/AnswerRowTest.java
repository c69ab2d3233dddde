package dev.sluice.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.job.JobProgress.State;
import dev.sluice.prompt.LabelRule;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerRowTest {
    private static final LabelRule RULE = new LabelRule("yes", Pattern.compile("YES"), "1", "0");
    private static final CsvRow CSV = new CsvRow();

    @Test
    void row_hasFileAnswerLabelAndError() {
        assertThat(CSV.of(AnswerRow.header("yes"))).isEqualTo("file,answer,yes,error");
        assertThat(row("hearings/2024/a.txt", AnswerFixture.text(0, "YES"))).isEqualTo("a.txt,YES,1,");
        assertThat(row("a.txt", AnswerFixture.text(0, "no"))).isEqualTo("a.txt,no,0,");
        assertThat(row("a.txt", AnswerFixture.failed(0))).isEqualTo("a.txt,,,\"server_error: it \"\"broke\"\"\"");
    }

    @Test
    void row_withoutALabel_hasThreeColumns() {
        AnswerRow row = AnswerRow.of(job("x/a.txt"), AnswerFixture.text(0, "YES"), null);

        assertThat(CSV.of(AnswerRow.header(row.labelColumn()))).isEqualTo("file,answer,error");
        assertThat(CSV.of(row.cells(null))).isEqualTo("a.txt,YES,");
        assertThat(row.folder()).isEqualTo("x");
    }

    @Test
    void oddNames_andLineBreaks_areQuoted() {
        assertThat(row("x/Anhörung, \"Teil 2\" .txt", AnswerFixture.text(0, "YES,\r\n\"because\"\n")))
                .isEqualTo("\"Anhörung, \"\"Teil 2\"\" .txt\",\"YES,\r\n\"\"because\"\"\n\",1,");
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@x", "\tx", "\rx"})
    void whatLooksLikeAFormula_isDefused(String text) {
        List<String> cells = AnswerRow.of(job("x/" + text), AnswerFixture.text(0, text), null)
                .cells(null);

        assertThat(cells).containsExactly("'" + text, "'" + text, "");
    }

    @Test
    void label_staysAsTheProfileHasIt() {
        LabelRule rule = new LabelRule("yes", Pattern.compile("YES"), "1", "-1");

        assertThat(AnswerRow.of(job("a.md"), AnswerFixture.text(0, "NO"), rule).cells("yes"))
                .containsExactly("a.md", "NO", "-1", "");
    }

    @Test
    void severalChoices_standOneBelowTheOther() {
        Result choices = AnswerFixture.answered(0, "{\"choices\":[{\"text\":\"NO\"},{\"text\":\"YES\",\"index\":1}]}");

        assertThat(AnswerRow.of(job("a.md"), choices, RULE).cells("yes"))
                .containsExactly("a.md", "NO\n\n---\n\nYES", "1", "");
    }

    @Test
    void answerThatIsNoText_standsThereAsJson() {
        Result vector = AnswerFixture.answered(0, "{\"data\":[{\"embedding\":[1,2]}]}");

        assertThat(row("a.md", vector)).isEqualTo("a.md,\"[1,2]\",0,");
    }

    @Test
    void answerThatCannotBeUnderstood_isAnError() {
        assertThat(row("a.md", AnswerFixture.answered(0, "{}")))
                .isEqualTo("a.md,,,\"unreadable_answer: the reply has no choices, data, results or output\"");
    }

    private static String row(String name, Result result) {
        return CSV.of(AnswerRow.of(job(name), result, RULE).cells("yes"));
    }

    private static Job job(String name) {
        return new Job(1, name, "p", "a", State.RUNNING, 1, Instant.EPOCH, false, false, JobCounts.NONE);
    }
}
