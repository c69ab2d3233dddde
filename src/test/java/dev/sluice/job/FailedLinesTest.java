package dev.sluice.job;

import static dev.sluice.job.AnswerFixture.failed;
import static dev.sluice.job.AnswerFixture.text;
import static dev.sluice.prompt.ReadingFixture.profile;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.prompt.Endpoint;
import dev.sluice.prompt.InputLine;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FailedLinesTest {
    @TempDir
    Path folder;

    private AnswerFixture answers;

    @BeforeEach
    void newFixture() {
        answers = new AnswerFixture(folder);
    }

    @Test
    void failedAndMissingPrompts_areHandedBack_answeredOnesAreNot() {
        assertThat(answers.errors("a.txt", "a\nb\nc\u00e4\n", text(0, "x"), failed(1)))
                .containsExactly(
                        "{\"id\":\"a.txt:2\",\"prompt\":\"b\"}", "{\"id\":\"a.txt:3\",\"prompt\":\"c\u00e4\"}");
    }

    @Test
    void jsonLines_areHandedBackAsTheyStood() {
        String bad = "{\"prompt\": ";
        String good = "{ \"prompt\" : \"\\u0061\", \"n\": 1.0e0 }";

        assertThat(answers.errors("a.jsonl", good + "\r\n" + bad + "\n", failed(0)))
                .containsExactly(good, bad);
    }

    @Test
    void linesThatAreNoPrompts_comeWithTheirProblem() {
        assertThat(answers.errors("a.csv", "id,prompt\n1\n"))
                .containsExactly("{\"id\":\"1\",\"problem\":\"row has another number of cells than the header: cells=1"
                        + " header=2\",\"cells\":[\"1\"]}");
        assertThat(answers.errors("a.txt", "\u2003\n"))
                .containsExactly("{\"id\":\"a.txt:1\",\"problem\":\"prompt is empty\",\"line\":\"\u2003\"}");
    }

    static List<Arguments> inputs() {
        return List.of(
                Arguments.of("a.txt", "Hallo {{prompt}}\nzwei", "Sag: {{prompt}}"),
                Arguments.of("a.txt", "Hallo", null),
                Arguments.of("a.md", "# Titel\r\n\r\nText\u2028\n", "{{prompt}}{{prompt}}"),
                Arguments.of("a.csv", "Nr,Frage\n7,\"a\nb\"", "{{Frage}} ({{nr}})"),
                Arguments.of("a.csv", "id,model,body,messages\n7,x,\"y\",z", "{{model}} {{body}} {{messages}} {{id}}"),
                Arguments.of("a.csv", "custom_id,endpoint\n7,x", "{{custom_id}} {{endpoint}}"),
                Arguments.of("a.csv", "id,input\n7,\"a,b\"", "Sag: {{prompt}}"),
                Arguments.of("a.csv", "Frage\n=1+1", null),
                Arguments.of("a.jsonl", "{\"input\":\"a\",\"id\":\"7\",\"temperature\":0.30}", "Sag: {{prompt}}"));
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void errorsFile_droppedInAgain_givesTheSamePrompts(String name, String input, String template) {
        answers.files.with(profile(Endpoint.CHAT, "Sei kurz", template, "{\"max_tokens\":5}"));

        List<InputLine> before = answers.files.read(name, input);
        List<InputLine> after = answers.files.read("a.errors.jsonl", String.join("\n", answers.errors(name, input)));

        assertThat(after)
                .extracting(InputLine::prompt)
                .doesNotContainNull()
                .isEqualTo(before.stream().map(InputLine::prompt).toList());
        assertThat(after)
                .extracting(InputLine::id)
                .isEqualTo(before.stream().map(InputLine::id).toList());
    }
}
