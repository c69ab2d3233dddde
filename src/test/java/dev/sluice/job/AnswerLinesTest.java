package dev.sluice.job;

import static dev.sluice.job.AnswerFixture.answered;
import static dev.sluice.job.AnswerFixture.failed;
import static dev.sluice.job.AnswerFixture.text;
import static dev.sluice.prompt.ReadingFixture.JSON;
import static dev.sluice.prompt.ReadingFixture.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.sluice.prompt.InputFormat;
import dev.sluice.prompt.InputLines;
import dev.sluice.prompt.Profile;
import dev.sluice.prompt.ReadingFixture;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AnswerLinesTest {
    private static final String BATCH =
            "{\"custom_id\":\"r1\",\"method\":\"POST\",\"url\":\"/v1/completions\",\"body\":{\"prompt\":\"a\"}}";

    @TempDir
    Path folder;

    private AnswerFixture answers;

    @BeforeEach
    void newFixture() {
        answers = new AnswerFixture(folder);
    }

    static List<Arguments> bodies() {
        return List.of(
                Arguments.of(
                        "{\"choices\":[{\"text\":\"ä\\n\\u0041\",\"index\":0,\"finish_reason\":\"length\"}],"
                                + "\"model\":\"m-1\",\"usage\":{\"total_tokens\":3}}",
                        "\"text\":\"ä\\n\\u0041\",\"finish_reason\":\"length\",\"model\":\"m-1\","
                                + "\"usage\":{\"total_tokens\":3}"),
                Arguments.of(
                        "{\"choices\":[{\"text\":\"b\",\"index\":1,\"finish_reason\":\"stop\"},"
                                + "{\"text\":\"a\",\"index\":0,\"finish_reason\":null}]}",
                        "\"texts\":[\"a\",\"b\"],\"finish_reasons\":[null,\"stop\"],\"model\":\"some-model\""),
                Arguments.of(
                        "{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"hi\",\"refusal\":null,"
                                + "\"tool_calls\":[]},\"finish_reason\":\"stop\"}]}",
                        "\"text\":\"hi\",\"finish_reason\":\"stop\",\"model\":\"some-model\""),
                Arguments.of(
                        "{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"hi\"},\"finish_reason\":\"stop\"}],"
                                + "\"usage\":{\"total_tokens\":3},\"packed\":5}",
                        "\"text\":\"hi\",\"finish_reason\":\"stop\",\"model\":\"some-model\","
                                + "\"usage\":{\"total_tokens\":3},\"packed\":5"),
                Arguments.of(
                        "{\"choices\":[{\"message\":{\"content\":null,\"tool_calls\":[{\"id\":\"t\"}]},"
                                + "\"finish_reason\":\"tool_calls\"}]}",
                        "\"text\":null,\"message\":{\"content\":null,\"tool_calls\":[{\"id\":\"t\"}]},"
                                + "\"finish_reason\":\"tool_calls\",\"model\":\"some-model\""),
                Arguments.of(
                        "{\n  \"data\": [\n    {\n \"index\": 0, \"embedding\": [0.10,\n -2e-7]\n }\n ],\n"
                                + " \"model\": \"a b\"\n}\n",
                        "\"embedding\":[0.10,-2e-7],\"model\":\"a b\""),
                Arguments.of(
                        "{\"data\":[{\"index\":1,\"embedding\":\"BB\"},{\"index\":0,\"embedding\":\"AA\"}]}",
                        "\"embeddings\":[\"AA\",\"BB\"],\"model\":\"some-model\""),
                Arguments.of(
                        "{\"created\":1,\"data\":[{\"url\":\"https://a/1\"}]}",
                        "\"text\":\"https://a/1\",\"model\":\"some-model\""),
                Arguments.of(
                        "{\"created\":1,\"data\":[{\"url\":null,\"b64_json\":\"aQ==\",\"revised_prompt\":\"i\"},"
                                + "{\"b64_json\":\"ag==\"}],\"usage\":{\"total_tokens\":3}}",
                        "\"texts\":[\"aQ==\",\"ag==\"],\"revised_prompts\":[\"i\",null],\"model\":\"some-model\","
                                + "\"usage\":{\"total_tokens\":3}"),
                Arguments.of(
                        "{\"id\":\"modr\",\"model\":\"mod\",\"results\":[{\"flagged\":false}]}",
                        "\"moderation\":{\"flagged\":false},\"model\":\"mod\""),
                Arguments.of(
                        "{\"status\":\"completed\",\"incomplete_details\":null,\"output\":[{\"type\":\"reasoning\"},"
                                + "{\"type\":\"message\",\"content\":[{\"type\":\"output_text\",\"text\":\"a\"},"
                                + "{\"type\":\"output_text\",\"text\":\"\\\"b\"}]}]}",
                        "\"text\":\"a\\\"b\",\"finish_reason\":\"completed\",\"model\":\"some-model\""),
                Arguments.of(
                        "{\"status\":\"incomplete\",\"incomplete_details\":{\"reason\":\"max_output_tokens\"},"
                                + "\"output\":[{\"type\":\"function_call\",\"name\":\"f\"}]}",
                        "\"text\":null,\"output\":[{\"type\":\"function_call\",\"name\":\"f\"}],"
                                + "\"finish_reason\":\"max_output_tokens\",\"model\":\"some-model\""));
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void reply_ofEachEndpoint_becomesASimpleLine(String body, String members) throws JsonProcessingException {
        List<String> lines = answers.results("a.jsonl", "{\"prompt\":\"a\",\"id\":\"ä\\\"\"}", answered(0, body));

        assertThat(lines).containsExactly("{\"id\":\"ä\\\"\",\"index\":0," + members + "}");
        assertThat(JSON.readTree(lines.get(0)).isObject()).isTrue();
    }

    @Test
    void everyLine_answeredFailedBadOrSkipped_givesOneLineInOrder() {
        String input = "one\n\ntwo\n\u2003\nthree\nfour\n";
        AnswerLines lines;
        List<String> all;
        try (InputLines open = answers.files.open("a.txt", utf8(input))) {
            lines = new AnswerLines(
                    open,
                    List.<Result>of(text(0, "1"), failed(1), text(4, "4"), text(99, "?"))
                            .iterator(),
                    AnswerFixture.SKIPPED);
            all = AnswerFixture.collected(lines);
        }

        assertThat(all)
                .containsExactly(
                        "{\"id\":\"a.txt:1\",\"index\":0,\"text\":\"1\",\"finish_reason\":\"stop\",\"model\":\"m\","
                                + "\"usage\":{\"total_tokens\":3}}",
                        "{\"id\":\"a.txt:3\",\"index\":1,\"error\":{\"code\":\"server_error\","
                                + "\"message\":\"it \\\"broke\\\"\",\"status\":500,\"attempts\":6}}",
                        "{\"id\":\"a.txt:4\",\"index\":2,\"error\":{\"code\":\"unreadable_line\","
                                + "\"message\":\"prompt is empty\",\"status\":0,\"attempts\":0}}",
                        "{\"id\":\"a.txt:5\",\"index\":3,\"error\":{\"code\":\"skipped\","
                                + "\"message\":\"the job was cancelled\",\"status\":0,\"attempts\":0}}",
                        "{\"id\":\"a.txt:6\",\"index\":4,\"text\":\"4\",\"finish_reason\":\"stop\",\"model\":\"m\","
                                + "\"usage\":{\"total_tokens\":3}}");
        assertThat(lines.counts()).isEqualTo(new AnswerCounts(2, 2, 1));
        assertThat(lines.lineEnd()).isEqualTo("\n");
    }

    @Test
    void batchLines_amongSimpleOnes_areAnsweredInTheirForm() {
        String body = "{\n\"choices\": [{\"text\":\"a  b\"}]}";

        assertThat(answers.results(
                        "a.jsonl",
                        BATCH + "\n" + BATCH + "\n" + BATCH + "\n{\"prompt\":\"a\"}\n",
                        answered(0, body),
                        failed(1),
                        new Result.Failed(7, 2, 1, 0, "connect_failed", "no reply"),
                        answered(3, body)))
                .containsExactly(
                        "{\"id\":\"batch_req_7_0\",\"custom_id\":\"r1\",\"response\":{\"status_code\":200,"
                                + "\"request_id\":\"req_0\",\"body\":{\"choices\":[{\"text\":\"a  b\"}]}},\"error\":null}",
                        "{\"id\":\"batch_req_7_1\",\"custom_id\":\"r1\",\"response\":{\"status_code\":500,"
                                + "\"request_id\":\"\",\"body\":{\"error\":{\"message\":\"it \\\"broke\\\"\","
                                + "\"type\":null,\"param\":null,\"code\":\"server_error\"}}},\"error\":null}",
                        "{\"id\":\"batch_req_7_2\",\"custom_id\":\"r1\",\"response\":null,"
                                + "\"error\":{\"code\":\"connect_failed\",\"message\":\"no reply\"}}",
                        "{\"id\":\"a.jsonl:4\",\"index\":3,\"text\":\"a  b\",\"finish_reason\":null,"
                                + "\"model\":\"some-model\"}");
    }

    @Test
    void profile_thatAsksForJsonLines_getsThemFromAnyInput() {
        Profile auto = ReadingFixture.profile(dev.sluice.prompt.Endpoint.COMPLETIONS, null, null, "{}");
        answers.files.with(new Profile(
                auto.name(),
                auto.endpoint(),
                auto.model(),
                null,
                null,
                auto.parameters(),
                Profile.Output.JSONL,
                auto.grouping()));

        assertThat(answers.results("a.csv", "prompt\na\n", text(0, "x")).get(0)).startsWith("{\"id\":\"a.csv:2\",");
        assertThat(answers.results("a.jsonl", BATCH, text(0, "x")).get(0)).startsWith("{\"id\":\"r1\",\"index\":0,");
    }

    @Test
    void reply_thatIsNone_isAFailedLine() {
        assertThat(answers.results(
                        "a.txt", "a\nb\nc", answered(0, "{\"choices\":[]}"), answered(1, "{"), answered(2, "{}")))
                .allSatisfy(line -> assertThat(line).contains("\"error\":{\"code\":\"unreadable_answer\","));
    }

    @Test
    void document_isTheTextOfTheAnswer() {
        assertThat(AnswerLines.document(text(0, "# Hi\n"))).contains("# Hi\n");
        assertThat(AnswerLines.document(answered(0, "{\"choices\":[{\"text\":\"a\"},{\"text\":\"b\"}]}")))
                .contains("a\n\n---\n\nb\n");
        assertThat(AnswerLines.document(answered(0, "{\"data\":[{\"embedding\":[1]}]}")))
                .isEmpty();
        assertThat(AnswerLines.document(
                        answered(0, "{\"data\":[{\"url\":\"https://a/1\"},{\"url\":\"https://a/2\"}]}")))
                .contains("https://a/1\nhttps://a/2\n");
        assertThat(AnswerLines.document(failed(0))).isEmpty();
    }

    @Test
    void files_areNamedAfterTheInput() {
        assertThat(AnswerFiles.of("sub/a.b", InputFormat.CSV, Profile.Output.AUTO))
                .isEqualTo(new AnswerFiles(
                        "sub/a.b.results.csv", "sub/a.b.errors.jsonl", "sub/a.b.report.json", "sub/a.b.answer.md"));
        assertThat(AnswerFiles.of("a", InputFormat.DOCUMENT, Profile.Output.AUTO)
                        .results())
                .isEqualTo("a.results.jsonl");
    }
}
