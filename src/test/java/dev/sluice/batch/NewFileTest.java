package dev.sluice.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewFileTest {
    @TempDir
    Path folder;

    private static void write(NewFile file, String text) throws IOException {
        file.channel().write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String result(String id) {
        return "{\"id\":\"x\",\"custom_id\":\"" + id
                + "\",\"response\":{\"status_code\":200,\"body\":{}},\"error\":null}";
    }

    @Test
    void publishedFile_isThere_andReplacesAnOlderOne() throws Exception {
        Path target = Files.writeString(folder.resolve("a"), "old");

        try (NewFile file = new NewFile(target)) {
            write(file, "new\n");
            assertThat(target).hasContent("old");
            file.publish();
        }

        assertThat(target).hasContent("new\n");
        assertThat(folder).isDirectoryContaining(path -> path.equals(target));
        assertThat(folder.toFile().list()).hasSize(1);
    }

    @Test
    void fileThatIsNotPublished_leavesNothing() throws Exception {
        try (NewFile file = new NewFile(folder.resolve("a"))) {
            write(file, "half");
        }

        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void arrangedLines_comeInOrder_thoseOfUnknownIdsLast_eachWithItsEnd() throws Exception {
        Path target = folder.resolve("a");
        String large = result("c").replace("{}", "\"" + "y".repeat(200_000) + "\"");

        try (NewFile file = new NewFile(target)) {
            write(file, String.join("\n", "no json", large, result("?"), result("b"), result("a")));
            file.arrange(new LineOrder(List.of("a", "b", "b", "c", "d")));
            assertThat(file.lines()).isEqualTo(5);
            file.publish();
        }

        assertThat(Files.readString(target))
                .isEqualTo(String.join("\n", result("a"), result("b"), large, "no json", result("?"), ""));
        assertThat(folder.toFile().list()).hasSize(1);
    }

    @Test
    void orderOfAFile_isThatOfItsIds() throws Exception {
        Path requests =
                Files.writeString(folder.resolve("r"), "{\"custom_id\":\"b\"}\n{\"custom_id\":\"a\",\"body\":[1]}");

        try (NewFile file = new NewFile(folder.resolve("a"))) {
            write(file, result("a") + "\n" + result("b") + "\n");
            file.arrange(LineOrder.of(requests));
            file.publish();
        }

        assertThat(folder.resolve("a")).hasContent(result("b") + "\n" + result("a") + "\n");
    }

    @Test
    void orderOfAFileWithoutIds_namesThePlace() throws Exception {
        Path requests = Files.writeString(folder.resolve("r"), "{\"custom_id\":\"b\"}\n{}\n");

        assertThatThrownBy(() -> LineOrder.of(requests))
                .isInstanceOf(IOException.class)
                .hasMessage(requests + ":2: custom_id must be a text");
    }

    @Test
    void resultFiles_standBesideEachOther() {
        assertThat(ResultFiles.beside(Path.of("d/a.jsonl")))
                .isEqualTo(new ResultFiles(Path.of("d/a.results.jsonl"), Path.of("d/a.errors.jsonl")));
        assertThat(ResultFiles.of(Path.of("x"))).isEqualTo(new ResultFiles(Path.of("x"), Path.of("x.errors.jsonl")));
        assertThat(ResultFiles.in(Path.of("d"), "b").errors()).isEqualTo(Path.of("d/b.errors.jsonl"));
    }

    @Test
    void resultFilesThatExist_areOnlyReplacedAsAsked() throws Exception {
        ResultFiles files = ResultFiles.in(folder, "b");
        files.check(false);
        Files.writeString(files.errors(), "old");

        files.check(true);
        assertThatThrownBy(() -> files.check(false)).hasMessageContaining(files.errors() + " exists", "--force");
        assertThatThrownBy(() -> ResultFiles.in(folder.resolve("none"), "b").check(true))
                .hasMessageContaining("no such folder");
    }
}
