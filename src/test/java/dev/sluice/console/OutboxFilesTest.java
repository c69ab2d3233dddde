package dev.sluice.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutboxFilesTest {
    @TempDir
    Path home;

    private Path file(String name, String text) throws IOException {
        Path file = home.resolve("outbox").resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    @Test
    void packedFileInASubFolder_isFound_withItsFigures() throws IOException {
        file("books/a.report.json", "{\"job\":7,\"requests\":12,\"rateLimited\":3}");
        Path results = file("books/a.results.csv", "");

        assertThat(OutboxFiles.of(Jobs.done(7, "books/a.csv.gz", 1, 0), home))
                .contains(new OutboxFiles("books/a", results, 12, 3));
    }

    @Test
    void severalFilesOfOneName_areToldApart_byTheJob() throws IOException {
        file("a.report.json", "{\"job\":1}");
        file("a.results.jsonl", "");
        file("a-2.report.json", "{\"job\":2}");
        Path second = file("a-2.results.jsonl", "");
        file("a-b.report.json", "{\"job\":2}");

        assertThat(OutboxFiles.of(Jobs.done(2, "a.txt", 1, 0), home)).contains(new OutboxFiles("a-2", second, 0, 0));
    }

    @Test
    void nothingWritten_isEmpty() throws IOException {
        assertThat(OutboxFiles.of(Jobs.done(1, "x/y.txt", 1, 0), home)).isEmpty();
        file("a.report.json", "broken");
        assertThat(OutboxFiles.of(Jobs.done(1, "a.txt", 1, 0), home)).isEmpty();
    }
}
