package dev.sluice.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutboxFilesTest {
    @TempDir
    Path home;

    private Path file(String name, long millis) throws IOException {
        Path file = home.resolve("outbox").resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "");
        return Files.setLastModifiedTime(file, FileTime.fromMillis(millis));
    }

    @Test
    void results_areFound_inTheSameSubFolder() throws IOException {
        file("a.results.csv", 1);
        Path wanted = file("books/a.results.csv", 1);

        assertThat(new OutboxFiles(home).results(Jobs.done(1, "books/a.csv.gz", 1, 0)))
                .contains(wanted);
    }

    @Test
    void severalRunsOfOneName_newest_isMeant() throws IOException {
        file("a.results.jsonl", 1_000);
        Path newest = file("a-2.results.jsonl", 2_000);
        file("ab.results.jsonl", 3_000);

        assertThat(new OutboxFiles(home).results(Jobs.done(1, "a.txt", 1, 0))).contains(newest);
    }

    @Test
    void nothingWritten_results_areEmpty() {
        assertThat(new OutboxFiles(home).results(Jobs.done(1, "a.txt", 1, 0))).isEmpty();
        assertThat(new OutboxFiles(home).report(Jobs.done(1, "x/y.txt", 1, 0))).isEmpty();
    }
}
