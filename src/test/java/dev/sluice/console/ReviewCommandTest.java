package dev.sluice.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReviewCommandTest {
    private static final String WHY = """
            {"user":"ana","file":"big.txt","asked":{"prompts":11,"tokens":45232,"costUsd":0.0825},"reason":"too much"}""";

    @TempDir
    private Path folder;

    private final CommandLineBench bench = new CommandLineBench(new FakeEngine());

    private void waiting() throws IOException {
        Path file = folder.resolve("review/ana/big.txt");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "x");
        Files.writeString(file.resolveSibling("big.txt.why.json"), WHY);
    }

    private int run(String... arguments) {
        String[] all = new String[arguments.length + 3];
        all[0] = "review";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        all[arguments.length + 1] = "--home";
        all[arguments.length + 2] = folder.toString();
        return bench.run(all);
    }

    @Test
    void nothingWaits_list_saysSo() {
        assertThat(run("list")).isZero();
        assertThat(bench.out()).contains("no file waits for a decision in " + folder);
    }

    @Test
    void files_list_areShownWithTheirReasons() throws IOException {
        waiting();

        assertThat(run("list")).isZero();
        assertThat(bench.out())
                .contains("ana/big.txt")
                .contains("45,232")
                .contains("0.0825")
                .contains("too much");
    }

    private void waits(String name, String why) throws IOException {
        Path file = folder.resolve("review").resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "x");
        Files.writeString(file.resolveSibling(file.getFileName() + ".why.json"), why);
    }

    @Test
    void spoiltNotes_list_nameThem_andShowTheOthers() throws IOException {
        waiting();
        waits("ana/empty.txt", "");
        waits("ana/foreign.txt", "<html>");

        assertThat(run("list")).isZero();
        assertThat(bench.out())
                .contains("ana/big.txt")
                .contains("its note tells no path below inbox/ as file; put the file into inbox/ once more:"
                        + " note=review/ana/empty.txt.why.json")
                .contains(
                        "its note is not JSON; put the file into inbox/ once more: note=review/ana/foreign.txt.why.json")
                .doesNotContain("REDACTED");
    }

    @Test
    void spoiltNote_approve_isRefused_forItCouldNotBeClaimed() throws IOException {
        waits("ana/empty.txt", "");

        assertThat(run("approve", "ana/empty.txt")).isEqualTo(1);
        assertThat(bench.err()).contains("ana/empty.txt: its note tells no path");
        assertThat(folder.resolve("review/ana/empty.txt")).exists();
    }

    @Test
    void namesWithControlCharacters_list_areShownHarmless() throws IOException {
        waits("ana/a\u001b[31m\nb.txt", "{\"file\":\"a.txt\",\"user\":\"an\\u001ba\",\"reason\":\"x\\ny\"}");

        run("list");

        assertThat(bench.out()).contains("ana/a?[31m?b.txt", "an?a", "x?y").doesNotContain("\u001b");
        assertThat(bench.out()).hasLineCount(2);
    }

    @Test
    void smallCostsAndLongReasons_list_areReadable_andWholeInJson() throws IOException {
        String reason = "too much: ".repeat(50);
        waits("ana/a.txt", "{\"file\":\"a.txt\",\"asked\":{\"costUsd\":7.23E-4},\"reason\":\"" + reason + "\"}");

        run("list");
        assertThat(bench.out()).contains("0.000723").doesNotContain("E-4");
        assertThat(bench.out().lines()).allMatch(line -> line.length() < 160);
        run("list", "--json");
        assertThat(bench.out())
                .contains("{\"name\":\"ana/a.txt\",\"note\":{\"file\":\"a.txt\",\"asked\":{\"costUsd\":0.000723}")
                .contains(reason);
    }

    @Test
    void file_approve_isMoved_andItsNoteStays() throws IOException {
        waiting();

        assertThat(run("approve", "ana/big.txt")).isZero();
        assertThat(folder.resolve("review/approved/ana/big.txt")).exists();
        assertThat(folder.resolve("review/ana/big.txt")).doesNotExist();
        assertThat(folder.resolve("review/ana/big.txt.why.json")).exists();
    }

    @Test
    void file_deny_isMoved() throws IOException {
        waiting();

        assertThat(run("deny", "ana/big.txt")).isZero();
        assertThat(folder.resolve("review/denied/ana/big.txt")).exists();
    }

    @Test
    void unknownFile_approve_isRefusedWithASentence() {
        assertThat(run("approve", "ana/big.txt")).isEqualTo(1);
        assertThat(bench.err()).contains("no such file waits for a decision in " + folder + ": file=ana/big.txt");
    }
}
