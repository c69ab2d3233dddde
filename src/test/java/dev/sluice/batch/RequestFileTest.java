package dev.sluice.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RequestFileTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final int LONGEST = 1 << 20;

    @TempDir
    Path folder;

    private Path file = Path.of("");

    @BeforeEach
    void name() {
        file = folder.resolve("a.jsonl");
    }

    private RequestFile check(String text) throws IOException {
        return check(text, null);
    }

    private RequestFile check(String text, @Nullable String endpoint) throws IOException {
        Files.writeString(file, text);
        return RequestFile.check(file, endpoint, LONGEST);
    }

    /** Returns the problems without the name of the file. */
    private List<String> problems(String... lines) throws IOException {
        return check(String.join("\n", lines)).problems().stream()
                .map(problem -> problem.replace(file + ":", ""))
                .toList();
    }

    private static String line(String id, String url, String model) {
        return "{\"custom_id\":\"" + id + "\",\"method\":\"POST\",\"url\":\"" + url + "\",\"body\":{\"model\":\""
                + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"ü\"}]}}";
    }

    @Test
    void goodFile_hasNoProblems_andItsIdsInOrder() throws Exception {
        RequestFile checked = check(line("b", CHAT, "m") + "\r\n" + line("a", CHAT, "m"));

        assertThat(checked.problems()).isEmpty();
        assertThat(checked.ids()).containsExactly("b", "a");
        assertThat(checked.url()).isEqualTo(CHAT);
    }

    @Test
    void pathOfAzure_isTaken() throws Exception {
        assertThat(problems(line("a", "/chat/completions", "m"))).isEmpty();
    }

    @Test
    void eachProblem_isToldWithItsLine() throws Exception {
        assertThat(problems(
                        line("a", CHAT, "m"),
                        line("a", "/v1/embeddings", "n"),
                        "",
                        "oops",
                        "[1]",
                        "{\"method\":\"GET\",\"url\":\"https://example.org/v1/chat/completions\",\"body\":1}",
                        "{\"custom_id\":7,\"method\":\"POST\",\"url\":\"//host/v1\",\"body\":{}}",
                        line("c", "/v1/audio/speech", "m"),
                        line("d", CHAT, "m") + line("e", CHAT, "m")))
                .containsExactly(
                        "2: custom_id stands twice: value=a first=1",
                        "2: url differs from line 1: value=/v1/embeddings first=/v1/chat/completions",
                        "2: model differs from line 1: value=n first=m",
                        "3: blank, take it out",
                        "4: not valid JSON: Unrecognized token 'oops': was expecting (JSON String, Number, Array, Object"
                                + " or token 'null', 'true' or 'false')",
                        "5: not a JSON object",
                        "6: custom_id must be a text",
                        "6: method must be POST: value=GET",
                        "6: url must be a path such as /v1/chat/completions, without a host:"
                                + " value=https://example.org/v1/chat/completions",
                        "6: body must be an object",
                        "7: custom_id must be a text",
                        "7: url must be a path such as /v1/chat/completions, without a host: value=//host/v1",
                        "7: body has no model",
                        "8: url is no endpoint that the Batch API takes: value=/v1/audio/speech",
                        "9: more than one JSON object stands on it");
    }

    @Test
    void endpointThatIsNamed_bindsAllLines_andMayBeUnknown() throws Exception {
        assertThat(check(line("a", "/v1/audio/speech", "m"), "/v1/audio/speech").problems())
                .isEmpty();
        assertThat(check(line("a", CHAT, "m"), "/v1/audio/speech").problems())
                .containsExactly(file + ":1: url differs from --endpoint: value=" + CHAT + " first=/v1/audio/speech");
    }

    @Test
    void emptyFile_holdsNoRequest() throws Exception {
        assertThat(check("").problems()).containsExactly(file + ": holds no request");
    }

    @Test
    void manyProblems_areToldUpToSomeNumber() throws Exception {
        assertThat(check("oops\n".repeat(5000)).problems())
                .hasSize(101)
                .last()
                .asString()
                .contains("was read no further than line 100");
    }

    @Test
    void lineThatIsTooLong_isToldAndNotRead() throws Exception {
        Files.writeString(file, line("a", CHAT, "m") + "\n" + "x".repeat(3 * LONGEST) + "\n" + line("b", CHAT, "m"));

        assertThat(RequestFile.check(file, null, LONGEST).problems())
                .containsExactly(file + ":2: longer than sluice.input.max-line-bytes: bytes=" + (3 * LONGEST + 1));
    }

    @Test
    void moreRequestsThanTheApiTakes_areAProblem() throws Exception {
        String most = IntStream.range(0, 50_000)
                .mapToObj(i -> line("r" + i, CHAT, "m"))
                .collect(Collectors.joining("\n"));

        assertThat(check(most).problems()).isEmpty();
        assertThat(check(most + "\n" + line("x", CHAT, "m") + "\n" + line("x", CHAT, "m"))
                        .problems())
                .containsExactly(file + ":50001: more requests than the Batch API takes: most=50000");
    }

    @Test
    void largerThanTheApiTakes_isAProblem_andNotRead() throws Exception {
        try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
            large.setLength((200L << 20) + 1);
        }

        assertThat(RequestFile.check(file, null, LONGEST).problems())
                .containsExactly(file + ": larger than the 200 MB that the Batch API takes: bytes=209,715,201");
    }

    @Test
    void embeddingInputs_areCountedOverAllLines() throws Exception {
        String texts = "\"t\",".repeat(24_999) + "\"t\"";
        String tokens = "1,".repeat(30_000) + "1";

        assertThat(problems(embedding("a", "[" + texts + "]"), embedding("b", "[" + texts + "]")))
                .isEmpty();
        assertThat(problems(embedding("a", "[" + tokens + "]"), embedding("b", "[" + tokens + "]")))
                .isEmpty();
        assertThat(problems(
                        embedding("a", "[" + texts + "]"),
                        embedding("b", "[" + texts + "]"),
                        embedding("c", "\"one more\""),
                        embedding("d", "[[1,2],[3]]")))
                .containsExactly("3: more embedding inputs than the Batch API takes in a file: most=50000");
    }

    private static String embedding(String id, String input) {
        return "{\"custom_id\":\"" + id + "\",\"method\":\"POST\",\"url\":\"/v1/embeddings\",\"body\":{\"input\":"
                + input + ",\"model\":\"m\"}}";
    }

    @Test
    void lineThatIsNoUtf8_isAProblem() throws Exception {
        Files.write(file, line("a", CHAT, "m").getBytes(StandardCharsets.ISO_8859_1));

        assertThat(RequestFile.check(file, null, LONGEST).problems())
                .singleElement()
                .asString()
                .startsWith(file + ":1: not valid JSON: Invalid UTF-8");
    }
}
