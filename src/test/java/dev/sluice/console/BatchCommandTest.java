package dev.sluice.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.provider.LoopbackServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class BatchCommandTest {
    private static final String KEY = "sk-a-very-secret-key";
    private static final String LOOK = "GET /v1/batches/batch_1";
    private static final String CHECKING = batch("batch_1", "validating", 0, 0, 0, "null", "null");
    private static final String RUNNING = batch("batch_1", "in_progress", 3, 1, 0, "null", "null");
    private static final String DONE = batch("batch_1", "completed", 2, 2, 0, "\"out\"", "null");
    private static final String HALF_DONE = batch("batch_1", "expired", 2, 1, 0, "\"out\"", "\"err\"");

    @TempDir
    Path folder;

    private final LoopbackServer server = new LoopbackServer();
    private final FakeEngine whileWaiting = new FakeEngine();
    private final CommandLineBench bench = new CommandLineBench(whileWaiting);
    private Path file = Path.of("");

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(folder.resolve("ask.jsonl"), request("b") + request("a"));
    }

    @AfterEach
    void close() {
        server.close();
        assertThat(bench.out() + bench.err()).doesNotContain(KEY).doesNotContain("Exception");
    }

    private int batch(Object... arguments) {
        List<String> all = new ArrayList<>(List.of("batch"));
        List.of(arguments).forEach(argument -> all.add(argument.toString()));
        all.addAll(List.of("--set", "provider.base-url=" + server.url("/v1"), "--set", "provider.api-key=" + KEY));
        return bench.run(all.toArray(String[]::new));
    }

    /** Returns what was said on standard error, without the warning of the key. */
    private List<String> err() {
        return bench.err().lines().filter(line -> !line.contains("--set")).toList();
    }

    private static String request(String id) {
        return "{\"custom_id\":\"" + id + "\",\"method\":\"POST\",\"url\":\"/v1/chat/completions\","
                + "\"body\":{\"model\":\"m\",\"messages\":[]}}\n";
    }

    private static String result(String id) {
        return "{\"id\":\"r\",\"custom_id\":\"" + id + "\",\"response\":{\"status_code\":200,\"body\":{}}}\n";
    }

    private static String batch(
            String id, String status, int total, int completed, int failed, String output, String errors) {
        return "{\"id\":\"" + id + "\",\"status\":\"" + status + "\",\"endpoint\":\"/v1/chat/completions\""
                + ",\"created_at\":1795229800,\"input_file_id\":\"in\",\"output_file_id\":" + output
                + ",\"error_file_id\":" + errors + ",\"request_counts\":{\"total\":" + total + ",\"completed\":"
                + completed + ",\"failed\":" + failed + "},\"metadata\":{\"sluice_file\":\"ask.jsonl\"}}";
    }

    private void takesSubmissions() {
        server.says("POST /v1/files", 200, "{\"id\":\"in\"}").says("POST /v1/batches", 200, CHECKING);
    }

    private void hasAnswers() {
        server.says("GET /v1/files/out/content", 200, result("a") + result("b"));
    }

    @Test
    void submit_printsTheIdAloneForScripts_andHowToFetchForPeople() {
        takesSubmissions();

        assertThat(batch("submit", file)).isZero();

        assertThat(bench.out().lines()).containsExactly("batch_1");
        assertThat(err()).singleElement().asString().endsWith(" batch fetch batch_1");
        assertThat(server.requests().get(0).body()).contains(request("b") + request("a"));
        assertThat(server.requests().get(1).body())
                .contains(
                        "\"input_file_id\":\"in\"",
                        "\"endpoint\":\"/v1/chat/completions\"",
                        "\"completion_window\":\"24h\"",
                        "\"metadata\":{\"sluice_file\":\"ask.jsonl\"}");
    }

    @Test
    void submit_ofABadFile_namesItsLinesAndSendsNothing() throws Exception {
        Path bad = Files.writeString(folder.resolve("bad.jsonl"), "oops\n" + request("a") + request("a"));

        assertThat(batch("submit", file, bad)).isEqualTo(1);

        assertThat(err()).hasSize(3).first().asString().startsWith(bad + ":1: not valid JSON");
        assertThat(err().get(1)).isEqualTo(bad + ":3: custom_id stands twice: value=a first=2");
        assertThat(err().get(2)).isEqualTo("sluice: nothing was sent");
        assertThat(server.lines()).isEmpty();
    }

    @Test
    void submit_thatIsRefused_takesTheUploadBack() {
        server.says("POST /v1/files", 200, "{\"id\":\"in\"}")
                .says("POST /v1/batches", 400, "{\"error\":{\"message\":\"Too many tokens enqueued\"}}")
                .says("DELETE /v1/files/in", 200, "{}");

        assertThat(batch("submit", file)).isEqualTo(1);

        assertThat(err()).containsExactly("sluice: Too many tokens enqueued");
        assertThat(server.lines()).last().isEqualTo("DELETE /v1/files/in");
    }

    @Test
    void submit_withUncertainOutcome_keepsTheUploadAndSaysSo() {
        server.says("POST /v1/files", 200, "{\"id\":\"in\"}").says("POST /v1/batches", 502, "");

        assertThat(batch("submit", file)).isEqualTo(1);

        assertThat(err()).hasSize(2).first().asString().contains("in is uploaded", "batch list");
        assertThat(server.lines()).containsExactly("POST /v1/files", "POST /v1/batches");
    }

    @Test
    void secondFileThatFails_theFirstBatchIsStillNamed() throws Exception {
        Path other = Files.copy(file, folder.resolve("other.jsonl"));
        takesSubmissions();
        server.says("POST /v1/batches", 429, "{\"error\":{\"message\":\"slow\"}}", "retry-after", "5");

        assertThat(batch("submit", file, other)).isEqualTo(1);

        assertThat(bench.out().lines()).containsExactly("batch_1");
        assertThat(err()).hasSize(2).last().isEqualTo("sluice: slow; try again in 5s");
    }

    @Test
    void submitAndWait_writesTheAnswersInTheOrderOfTheFile() {
        takesSubmissions();
        hasAnswers();
        server.says(LOOK, 200, RUNNING)
                .says(LOOK, 503, "")
                .says(LOOK, 200, RUNNING)
                .says(LOOK, 200, DONE);

        assertThat(batch("submit", file, "--wait")).isZero();

        assertThat(folder.resolve("ask.results.jsonl")).hasContent(result("b") + result("a"));
        assertThat(folder.resolve("ask.errors.jsonl")).doesNotExist();
        assertThat(bench.out().lines())
                .containsExactly(
                        "batch_1", "batch_1 is completed: 2 answers in " + folder.resolve("ask.results.jsonl"));
        assertThat(err())
                .containsExactly(
                        "batch_1 is in_progress: 1 of 3 done, 0 failed",
                        "batch_1: the provider failed (HTTP 503); asked again later",
                        "batch_1 is completed: 2 of 2 done, 0 failed");
    }

    @Test
    void submitAndWait_whenTheOutputComesLate_waitsForIt() {
        takesSubmissions();
        hasAnswers();
        server.says(LOOK, 200, batch("batch_1", "completed", 2, 2, 0, "null", "null"))
                .says(LOOK, 200, DONE);

        assertThat(batch("submit", file, "--wait")).isZero();

        assertThat(folder.resolve("ask.results.jsonl")).exists();
    }

    @Test
    void submitAndWait_stopped_saysThatTheBatchGoesOn() {
        takesSubmissions();
        bench.stopAfterLastStep();

        assertThat(batch("submit", file, "--wait")).isEqualTo(4);

        assertThat(err()).last().asString().contains("the batch goes on", "batch fetch batch_1");
    }

    @Test
    void submitAndWait_refusedSeveralTimes_givesUp() {
        takesSubmissions();
        server.says(LOOK, 401, "{\"error\":{\"message\":\"no\"}}");

        assertThat(batch("submit", file, "--wait")).isEqualTo(3);

        assertThat(server.lines().stream().filter(LOOK::equals)).hasSize(3);
        assertThat(err()).last().asString().endsWith(" batch fetch batch_1");
    }

    @Test
    void submitAndWait_overAnswersThatExist_sendsNothing() throws Exception {
        Files.writeString(folder.resolve("ask.results.jsonl"), "mine");

        assertThat(batch("submit", file, "--wait")).isEqualTo(1);

        assertThat(err()).singleElement().asString().contains("ask.results.jsonl exists", "--force");
        assertThat(server.lines()).isEmpty();
    }

    @Test
    void fetch_ofABatchUnderWay_saysHowItStands_withACodeOfItsOwn() {
        server.says(LOOK, 200, RUNNING);

        assertThat(batch("fetch", "batch_1", "--out", folder)).isEqualTo(4);

        assertThat(err()).containsExactly("batch_1 is in_progress: 1 of 3 done, 0 failed; fetch it later");
    }

    @Test
    void fetch_whileTheOutputIsNotThereYet_saysSo() {
        server.says(LOOK, 200, batch("batch_1", "completed", 2, 2, 0, "null", "null"));

        assertThat(batch("fetch", "batch_1", "--out", folder)).isEqualTo(4);

        assertThat(err()).singleElement().asString().contains("not there yet");
        assertThat(folder.resolve("batch_1.results.jsonl")).doesNotExist();
    }

    @Test
    void fetch_writesFailuresBesideTheAnswers_andDeletesTheProvidersFiles() {
        server.says(LOOK, 200, HALF_DONE)
                .says("GET /v1/files/out/content", 200, result("a"))
                .says("GET /v1/files/err/content", 200, "{\"custom_id\":\"b\",\"error\":{}}")
                .says("DELETE /v1/files/in", 200, "{}")
                .says("DELETE /v1/files/out", 500, "")
                .says("DELETE /v1/files/err", 404, "");

        assertThat(batch("fetch", "batch_1", "--out", folder.resolve("x.jsonl"), "--delete"))
                .isEqualTo(2);

        assertThat(folder.resolve("x.jsonl")).hasContent(result("a"));
        assertThat(folder.resolve("x.errors.jsonl")).hasContent("{\"custom_id\":\"b\",\"error\":{}}");
        assertThat(bench.out())
                .startsWith("batch_1 is expired: 1 answer in " + folder.resolve("x.jsonl") + ", 1 failure in ");
        assertThat(server.lines()).endsWith("DELETE /v1/files/in", "DELETE /v1/files/out", "DELETE /v1/files/err");
        assertThat(err()).singleElement().asString().startsWith("warning: out is not deleted: ");
    }

    @Test
    void fetch_inOrder_followsTheFileThatWasSubmitted() {
        server.says(LOOK, 200, DONE);
        hasAnswers();

        assertThat(batch("fetch", "batch_1", "--out", folder, "--order", file)).isZero();

        assertThat(folder.resolve("batch_1.results.jsonl")).hasContent(result("b") + result("a"));
    }

    @Test
    void fetch_thatBreaksOff_leavesNoFile_andKeepsTheOldOne() throws Exception {
        Path old = Files.writeString(folder.resolve("batch_1.results.jsonl"), "old");
        server.says(LOOK, 200, DONE).answers("GET /v1/files/out/content", exchange -> {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write(result("a").getBytes());
        });

        assertThat(batch("fetch", "batch_1", "--out", folder)).isEqualTo(1);
        assertThat(err()).last().asString().contains("exists");
        assertThat(batch("fetch", "batch_1", "--out", folder, "--force", "--delete"))
                .isEqualTo(1);

        assertThat(old).hasContent("old");
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("ask.jsonl", "batch_1.results.jsonl");
        assertThat(server.lines()).noneMatch(line -> line.startsWith("DELETE"));
    }

    @Test
    void fetch_byForce_takesAwayFailuresOfAnotherTime() throws Exception {
        Files.writeString(folder.resolve("batch_1.results.jsonl"), "old");
        Files.writeString(folder.resolve("batch_1.errors.jsonl"), "old");
        server.says(LOOK, 200, DONE);
        hasAnswers();

        assertThat(batch("fetch", "batch_1", "--out", folder, "--force")).isZero();

        assertThat(folder.resolve("batch_1.results.jsonl")).hasContent(result("a") + result("b"));
        assertThat(folder.resolve("batch_1.errors.jsonl")).doesNotExist();
    }

    @Test
    void fetch_ofARefusedFile_saysWhatIsWrongWithIt() {
        server.says(
                LOOK,
                200,
                "{\"id\":\"batch_1\",\"status\":\"failed\",\"errors\":{\"data\":["
                        + "{\"code\":\"x\",\"message\":\"bad\\u001bline\",\"line\":3},{\"code\":\"token_limit_exceeded\"}]}}");

        assertThat(batch("fetch", "batch_1", "--out", folder)).isEqualTo(2);

        assertThat(err())
                .containsExactly(
                        "batch_1: line 3: bad line",
                        "batch_1: token_limit_exceeded",
                        "the provider's queue has no room for it; submit it again later");
        assertThat(folder.toFile().list()).containsExactly("ask.jsonl");
    }

    @Test
    void fetch_ofSeveral_goesOnAfterAFailure() {
        server.says("GET /v1/batches/none", 404, "{\"error\":{\"message\":\"No batch found\"}}")
                .says(LOOK, 200, DONE);
        hasAnswers();

        assertThat(batch("fetch", "none", "batch_1", "--out", folder)).isEqualTo(1);

        assertThat(err()).containsExactly("sluice: none: No batch found; see 'batch list'");
        assertThat(folder.resolve("batch_1.results.jsonl")).exists();
    }

    @Test
    void list_isATable() {
        server.says(
                "GET /v1/batches?limit=20",
                200,
                "{\"data\":[" + RUNNING + "," + HALF_DONE.replace("sluice_file", "owner") + ",{}],\"has_more\":true}");

        assertThat(batch("list")).isZero();

        assertThat(bench.out().lines())
                .containsExactly(
                        "batch    status       done  failed  age     file             endpoint",
                        "batch_1  in_progress  1/3        0  3m 20s  ask.jsonl        /v1/chat/completions",
                        "batch_1  expired      1/2        0  3m 20s  owner=ask.jsonl  /v1/chat/completions");
    }

    @Test
    void list_inJson_turnsPagesUpToItsLimit() {
        server.says(
                "GET /v1/batches?limit=100",
                200,
                "{\"data\":[" + "{\"id\":\"x\"},".repeat(99) + RUNNING + "],\"has_more\":true}");
        server.says("GET /v1/batches?limit=2&after=batch_1", 200, "{\"data\":[{\"id\":\"y\"}],\"has_more\":false}");

        assertThat(batch("list", "--json", "--limit", "102")).isZero();

        assertThat(bench.out().lines()).hasSize(101).last().isEqualTo("{\"id\":\"y\"}");
    }

    @Test
    void cancel_saysWhatBecameOfIt() {
        server.says("POST /v1/batches/batch_1/cancel", 200, RUNNING.replace("in_progress", "cancelling"));

        assertThat(batch("cancel", "batch_1")).isZero();

        assertThat(bench.out().lines()).containsExactly("batch_1 is cancelling");
    }

    @Test
    void keyThatIsNotAccepted_hasACodeOfItsOwn() {
        server.says("GET /v1/batches?limit=20", 401, "{\"error\":{\"message\":\"Incorrect key " + KEY + "\"}}");

        assertThat(batch("list")).isEqualTo(3);

        assertThat(err()).singleElement().asString().contains("the key is not accepted", "OPENAI_API_KEY");
    }

    @Test
    void noProvider_isToldInASentence() {
        assertThat(bench.run("batch", "list")).isEqualTo(1);

        assertThat(bench.err())
                .contains("set OPENAI_API_KEY or OPENAI_BASE_URL")
                .hasLineCount(1);
    }

    @Test
    void optionsThatDontFit_areRefused() {
        assertThat(batch("submit", file, "--force")).isEqualTo(1);
        assertThat(batch("submit", file, file, "--wait", "--out", folder.resolve("x")))
                .isEqualTo(1);
        assertThat(batch("submit", file, "--endpoint", "https://host/v1/x")).isEqualTo(1);
        assertThat(batch("fetch", "a", "b", "--out", folder.resolve("x"))).isEqualTo(1);
        assertThat(batch("list", "--limit", "0")).isEqualTo(1);
        assertThat(batch("submit", folder)).isEqualTo(1);
        assertThat(batch("fetch", "a", "--order", folder.resolve("none"))).isEqualTo(1);

        assertThat(err()).hasSize(7).last().isEqualTo("sluice: no such file: path=" + folder.resolve("none"));
        assertThat(server.lines()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"submit", "list", "fetch", "cancel"})
    void help_ofEachCommand_namesItsOptionsAndExitCodes(String command) {
        CommandLine line = SluiceCommand.commandLine(Surroundings.ofProcess())
                .getSubcommands()
                .get("batch")
                .getSubcommands()
                .get(command);

        assertThat(bench.run("batch", command, "--help")).isZero();

        for (OptionSpec option : line.getCommandSpec().options()) {
            assertThat(bench.out()).contains(option.names());
            assertThat(option.description()).as(option.longestName()).isNotEmpty();
        }
        assertThat(bench.out()).containsPattern("Exit codes:\\s+0 ");
    }
}
