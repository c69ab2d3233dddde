package dev.sluice.camel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.simulator.Fault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every kind of file becomes one answer line for each prompt, in order, in the family of the input. */
class InputFormatsTest {
    @TempDir
    static Path folder;

    private static SluiceFixture sluice;

    @BeforeAll
    static void start() {
        sluice = SluiceFixture.in(folder)
                .profiles("""
                        default: {max-wait: 20ms, parameters: {user: somebody}}
                        search: {endpoint: embeddings, model: e, parameters: {dimensions: 4}}
                        letters: {system: Be brief., template: "Dear {{name}}, {{prompt}}"}
                        lines: {output: jsonl}
                        """)
                .provider(options -> options.poison("poison"))
                .start();
    }

    @AfterAll
    static void stop() {
        sluice.close();
    }

    @Test
    void textFile_givesALineForEachPromptInOrder() {
        List<String> prompts =
                IntStream.range(0, 300).mapToObj(i -> "text " + i).toList();
        sluice.drop("text.txt", prompts.toArray(String[]::new));

        Output output = sluice.output("text");

        assertThat(output.texts())
                .containsExactlyElementsOf(
                        prompts.stream().map(p -> "echo: " + p).toList());
        assertThat(output.results())
                .extracting(line -> line.path("index").asInt())
                .containsExactlyElementsOf(IntStream.range(0, 300).boxed().toList());
        assertThat(output.results().get(7).properties())
                .extracting(java.util.Map.Entry::getKey)
                .containsExactly("id", "index", "text", "finish_reason", "model", "usage");
        assertThat(output.counts()).containsExactly(300, 300, 0, 0);
        assertThat(output.has("errors.jsonl")).isFalse();
        assertThat(output.has("answer.md")).isFalse();
        JsonNode report = output.report();
        assertThat(report.path("file").asText()).isEqualTo("text.txt");
        assertThat(report.path("profile").asText()).isEqualTo("default");
        assertThat(report.path("simulated").asBoolean()).isFalse();
        assertThat(report.path("requests").asInt()).isEqualTo(300);
        assertThat(report.path("promptsPerRequest").decimalValue()).isEqualByComparingTo("1");
        assertThat(report.path("tokens").path("input").asInt()).isPositive();
        assertThat(report.path("tokens").path("output").asInt()).isPositive();
    }

    @Test
    void textFile_withMarkCrLfBlankLinesAndNoEnd_countsItsPromptsOnly() {
        sluice.drop("marked.txt", "\uFEFFeins\r\n\r\n  \r\nzwei üß\r\ndrei".getBytes(StandardCharsets.UTF_8));

        assertThat(sluice.output("marked").texts()).containsExactly("echo: eins", "echo: zwei üß", "echo: drei");
    }

    @Test
    void document_givesOneLineAndAnAnswerFile() {
        sluice.drop("essay.md", "# Title", "", "Two lines.");

        Output output = sluice.output("essay");

        assertThat(output.texts()).containsExactly("echo: # Title\n\nTwo lines.");
        assertThat(output.text("answer.md")).isEqualTo("echo: # Title\n\nTwo lines.\n");
        assertThat(output.counts()).containsExactly(1, 1, 0, 0);
    }

    @Test
    void document_thatFails_hasNoAnswerFile() {
        sluice.drop("bad.md", "poison");

        Output output = sluice.output("bad");

        assertThat(output.has("answer.md")).isFalse();
        assertThat(output.errors())
                .singleElement()
                .satisfies(line -> assertThat(line.path("prompt").asText()).isEqualTo("poison"));
    }

    @Test
    void csv_givesItsColumnsWithAnswerAndError() {
        sluice.drop(
                "letters/people.csv",
                "id,name,prompt,answer",
                "1,\"Müller, Ada\",\"Say \"\"hi\"\"\",x",
                "2,Bob,poison,y",
                "3,Eve",
                "4,=Evil,go,z");

        Output output = sluice.output("letters/people");

        assertThat(output.text("results.csv").split("\r\n"))
                .satisfiesExactly(
                        line -> assertThat(line).isEqualTo("id,name,prompt,answer,answer_2,error"),
                        line -> assertThat(line)
                                .isEqualTo("1,\"Müller, Ada\",\"Say \"\"hi\"\"\",x,"
                                        + "\"echo: Dear Müller, Ada, Say \"\"hi\"\"\","),
                        line -> assertThat(line).startsWith("2,Bob,poison,y,,").contains("poison"),
                        line -> assertThat(line).startsWith("3,Eve,,,,unreadable_line: "),
                        line -> assertThat(line).startsWith("4,=Evil,go,z,\"echo: Dear =Evil, go\","));
        assertThat(output.counts()).containsExactly(4, 2, 2, 0);
    }

    @Test
    void jsonLines_ofAllShapes_keepTheirIdsAndParameters() {
        sluice.drop(
                "lines.jsonl",
                "{\"id\":\"a\",\"prompt\":\"one\",\"temperature\":0.5}",
                "{\"id\":7,\"messages\":[{\"role\":\"system\",\"content\":\"s\"},{\"role\":\"user\",\"content\":\"two\"}]}",
                "{\"input\":\"three\",\"endpoint\":\"embeddings\",\"model\":\"e\",\"dimensions\":3}",
                "{\"id\":\"m\",\"input\":\"four [flag]\",\"endpoint\":\"moderations\"}",
                "{\"id\":\"r\",\"input\":\"five\",\"endpoint\":\"responses\"}",
                "{\"id\":\"a\",\"prompt\":\"six\",\"n\":3}",
                "{\"prompt\":",
                "{\"id\":\"c\",\"prompt\":\"eight\",\"endpoint\":\"completions\",\"max_tokens\":5}");

        Output output = sluice.output("lines");
        List<JsonNode> results = output.results();

        assertThat(results)
                .extracting(line -> line.path("id").asText())
                .startsWith("a", "7")
                .endsWith("c");
        assertThat(results.get(0).path("text").asText()).isEqualTo("echo: one");
        assertThat(results.get(1).path("text").asText()).isEqualTo("echo: two");
        assertThat(results.get(2).path("embedding")).hasSize(3);
        assertThat(results.get(3).path("moderation").path("flagged").asBoolean())
                .isTrue();
        assertThat(results.get(4).path("text").asText()).isEqualTo("echo: five");
        assertThat(results.get(5).path("texts"))
                .extracting(JsonNode::asText)
                .containsExactly("echo: six", "echo 1: six", "echo 2: six");
        assertThat(results.get(6).path("error").path("code").asText()).isEqualTo("unreadable_line");
        assertThat(results.get(6).path("error").path("message").asText()).startsWith("inbox/lines.jsonl:7: ");
        assertThat(results.get(7).path("text").asText()).startsWith("echo: eight");
        assertThat(output.counts()).containsExactly(8, 7, 1, 0);
    }

    @Test
    void batchLines_giveBatchOutputLines() {
        sluice.drop(
                "batch.jsonl",
                "{\"custom_id\":\"r1\",\"method\":\"POST\",\"url\":\"/v1/chat/completions\",\"body\":{\"model\":\"m\","
                        + "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}}",
                "{\"custom_id\":\"r2\",\"method\":\"POST\",\"url\":\"/v1/embeddings\",\"body\":{\"model\":\"e\","
                        + "\"input\":\"hi\",\"dimensions\":2}}",
                "{\"custom_id\":\"r3\",\"method\":\"POST\",\"url\":\"/v1/chat/completions\",\"body\":{\"model\":\"m\","
                        + "\"messages\":[{\"role\":\"user\",\"content\":\"poison\"}]}}",
                "{\"custom_id\":\"r4\",\"method\":\"POST\",\"url\":\"https://evil.example/v1/files\",\"body\":{}}");

        Output output = sluice.output("batch");
        List<JsonNode> results = output.results();

        assertThat(results).extracting(line -> line.path("custom_id").asText()).containsExactly("r1", "r2", "r3", "r4");
        assertThat(results.get(0).at("/response/status_code").asInt()).isEqualTo(200);
        assertThat(results.get(0).at("/response/request_id").asText()).isNotEmpty();
        assertThat(results.get(0).at("/response/body/choices/0/message/content").asText())
                .isEqualTo("echo: hi");
        assertThat(results.get(1).at("/response/body/data/0/embedding")).hasSize(2);
        assertThat(results.get(2).at("/response/status_code").asInt()).isEqualTo(400);
        assertThat(results.get(3).at("/error/code").asText()).isEqualTo("unreadable_line");
        assertThat(output.errors())
                .extracting(line -> line.path("custom_id").asText())
                .containsExactly("r3", "r4");
    }

    @Test
    void errorsFile_droppedInAgain_isAnsweredUnderTheSameIds() {
        sluice.drop(
                "mixed.jsonl",
                "{\"id\":\"a\",\"prompt\":\"fine\"}",
                "{\"id\":\"b\",\"prompt\":\"flaky\",\"top_p\":0.5}");
        sluice.faults(Fault.status(400).onText("flaky"));
        Output first;
        try {
            first = sluice.output("mixed");
        } finally {
            sluice.faults();
        }
        assertThat(first.counts()).containsExactly(2, 1, 1, 0);

        sluice.drop("again.jsonl", first.text("errors.jsonl").getBytes(StandardCharsets.UTF_8));

        Output second = sluice.output("again");
        assertThat(second.counts()).containsExactly(1, 1, 0, 0);
        assertThat(second.results().get(0).path("id").asText()).isEqualTo("b");
        assertThat(second.texts()).containsExactly("echo: flaky");
    }

    @Test
    void errorsOfATextFile_droppedInAgain_areAnsweredUnderTheSameIds() {
        sluice.drop("plain.txt", "fine", "shaky one", "shaky two");
        sluice.faults(Fault.status(400).onText("shaky"));
        Output first;
        try {
            first = sluice.output("plain");
        } finally {
            sluice.faults();
        }

        sluice.drop("plain.errors.jsonl", first.text("errors.jsonl").getBytes(StandardCharsets.UTF_8));

        Output second = sluice.output("plain.errors");
        assertThat(second.texts()).containsExactly("echo: shaky one", "echo: shaky two");
        assertThat(second.results())
                .extracting(line -> line.path("id").asText())
                .containsExactlyElementsOf(first.results().subList(1, 3).stream()
                        .map(line -> line.path("id").asText())
                        .toList());
    }

    @Test
    void packedFiles_areReadAsWhatTheyHold() throws IOException {
        sluice.drop("packed.txt.gz", gzip("one\ntwo\n")).drop("table.csv.gz", gzip("prompt\nthree\n"));

        assertThat(sluice.output("packed").texts()).containsExactly("echo: one", "echo: two");
        assertThat(sluice.output("table").text("results.csv"))
                .isEqualTo("prompt,answer,error\r\nthree,echo: three,\r\n");
    }

    @Test
    void profileFolder_shapesTheRequests() {
        sluice.drop("search/deep/words.txt", "alpha", "beta").drop("other/words.txt", "gamma");

        Output found = sluice.output("search/deep/words");
        assertThat(found.results()).allSatisfy(line -> {
            assertThat(line.path("embedding")).hasSize(4);
            assertThat(line.path("model").asText()).isEqualTo("e");
        });
        assertThat(found.report().path("profile").asText()).isEqualTo("search");
        assertThat(found.report().path("requests").asInt()).isEqualTo(1);
        assertThat(sluice.output("other/words").report().path("profile").asText())
                .isEqualTo("default");
    }

    @Test
    void outputForm_ofTheProfile_goesBeforeTheFamily() {
        sluice.drop("lines/table.csv", "prompt", "hello");

        assertThat(sluice.output("lines/table").texts()).containsExactly("echo: hello");
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return out.toByteArray();
    }
}
