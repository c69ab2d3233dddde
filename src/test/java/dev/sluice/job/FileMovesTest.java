package dev.sluice.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileMovesTest {
    private static final Path OTHER_FILE_SYSTEM = Path.of("/dev/shm");

    @TempDir
    Path folder;

    @Test
    void move_createsTheTargetsFolders() throws IOException {
        Path from = Files.writeString(folder.resolve("a.txt"), "hello");

        FileMoves.move(from, folder.resolve("x/y/b.txt"));

        assertThat(folder.resolve("x/y/b.txt")).hasContent("hello");
        assertThat(from).doesNotExist();
    }

    @Test
    void move_missingFile_fails() {
        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> FileMoves.move(folder.resolve("a.txt"), folder.resolve("b.txt")));
    }

    @Test
    void move_acrossFileSystems_leavesTheTargetWholeAndNothingElse() throws IOException {
        assumeThat(OTHER_FILE_SYSTEM).isDirectory();
        assumeThat(Files.getFileStore(OTHER_FILE_SYSTEM)).isNotEqualTo(Files.getFileStore(folder));
        Path other = Files.createTempDirectory(OTHER_FILE_SYSTEM, "sluice");
        try {
            Path from = Files.writeString(other.resolve("a.txt"), "hello");

            FileMoves.move(from, folder.resolve("x/b.txt"));

            assertThat(folder.resolve("x/b.txt")).hasContent("hello");
            assertThat(folder.resolve("x")).isDirectoryNotContaining("glob:**.part");
            assertThat(other).isEmptyDirectory();
        } finally {
            Files.deleteIfExists(other.resolve("a.txt"));
            Files.delete(other);
        }
    }

    @Test
    void emptyFolders_upToTheRoot_areDeleted() throws IOException {
        Files.createDirectories(folder.resolve("work/1/sub/deep"));
        Files.createFile(folder.resolve("work/1/b.txt"));

        FileMoves.deleteEmptyFolders(folder.resolve("work/1/sub/deep/a.txt"), folder.resolve("work"));

        assertThat(folder.resolve("work/1/sub")).doesNotExist();
        assertThat(folder.resolve("work/1/b.txt")).exists();
    }

    @Test
    void emptyFolders_theRootItself_stays() throws IOException {
        Files.createDirectories(folder.resolve("work/1"));

        FileMoves.deleteEmptyFolders(folder.resolve("work/1/a.txt"), folder.resolve("work"));

        assertThat(folder.resolve("work")).isEmptyDirectory();
    }
}
