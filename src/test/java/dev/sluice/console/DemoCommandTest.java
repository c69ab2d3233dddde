package dev.sluice.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoCommandTest {
    @TempDir
    Path folder;

    private final FakeEngine engine = new FakeEngine();
    private final CommandLineBench bench = new CommandLineBench(engine);

    private void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void demo_allAnswered_showsTableExampleAndWhatIsNext() {
        Path home = folder.resolve("a demo");
        engine.thenDo(() -> {
                    write(home.resolve("outbox/alice.report.json"), "{\"job\":1,\"requests\":20,\"rateLimited\":0}");
                    write(home.resolve("outbox/alice.results.jsonl"), "{\"text\":\"Stranger\\nand stranger.\"}\n");
                    write(
                            home.resolve("outbox/fables/aesop.report.json"),
                            "{\"job\":2,\"requests\":2,\"rateLimited\":1}");
                })
                .then(Jobs.done(1, "alice.txt", 20, 0), Jobs.done(2, "fables/aesop.csv", 30, 0));

        assertThat(bench.run("demo", "--home", home.toString())).isZero();
        assertThat(bench.out())
                .startsWith("SIMULATED provider")
                .contains("limit: 120 requests a minute")
                .containsPattern("alice\\.txt +20 +20 +0 +20 +0")
                .containsPattern("in all +50 +50 +0 +22 +1")
                .containsPattern("question +Explain in one sentence to a child: \"Curiouser")
                .contains("answer    Stranger and stranger.")
                .contains("java -jar sluice.jar run --once --home '" + home + "'");
        assertThat(home.resolve("inbox/alice.txt")).exists();
        assertThat(bench.source().folder()).isEqualTo(home.resolve("config"));
        assertThat(bench.source().environment()).isEmpty();
    }

    @Test
    void demo_somePromptsFail_endsWithTwo() {
        engine.then(Jobs.done(1, "alice.txt", 19, 1));

        assertThat(bench.run("demo", "--home", folder.toString())).isEqualTo(2);
    }

    @Test
    void demo_intoAFolderThatIsInUse_isRefused() {
        write(folder.resolve("mine.txt"), "precious");

        assertThat(bench.run("demo", "--home", folder.toString())).isEqualTo(1);
        assertThat(bench.err()).contains("new or empty folder").hasLineCount(1);
        assertThat(folder.resolve("inbox")).doesNotExist();
    }
}
