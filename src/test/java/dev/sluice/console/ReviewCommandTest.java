package dev.sluice.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReviewCommandTest {
    private static final String WHY = """
            {"user":"ana","asked":{"prompts":11,"tokens":45232,"costUsd":0.0825},"reason":"too much"}""";

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
        assertThat(bench.out()).contains("no file waits for a decision");
    }

    @Test
    void files_list_areShownWithTheirReasons() throws IOException {
        waiting();

        assertThat(run("list")).isZero();
        assertThat(bench.out()).contains("ana/big.txt").contains("45232").contains("too much");
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
        assertThat(bench.err()).contains("no such file waits for a decision: file=ana/big.txt");
    }
}
