package dev.sluice.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file is claimed once and whole, also from another file system, whenever the process dies. */
class ClaimTest {
    @TempDir
    Path folder;

    private HomeFolder home;

    @BeforeEach
    void create() throws IOException {
        home = new HomeFolder(folder);
        home.create();
    }

    private Path hidden(String name) throws IOException {
        Path file = home.inbox().resolve("sub/.sluice-claimed-7").resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, "one\ntwo\n");
    }

    @Test
    void diedBeforeTheCopyWasWhole_isCopiedAtTheNextStart() throws IOException {
        hidden("a b.txt");
        Path work = home.workFile(7, "sub/a b.txt");
        Files.createDirectories(work.getParent());
        Files.writeString(work.resolveSibling(".a b.txt.part"), "on");

        Claim.completeAll(home);

        assertThat(work).hasContent("one\ntwo\n");
        assertThat(home.inbox().resolve("sub")).isEmptyDirectory();
        assertThat(work.resolveSibling(".a b.txt.part")).doesNotExist();
    }

    @Test
    void diedAfterTheCopyWasWhole_originalIsRemovedAtTheNextStart() throws IOException {
        hidden("a.txt");
        Path work = home.workFile(7, "sub/a.txt");
        Files.createDirectories(work.getParent());
        Files.writeString(work, "one\ntwo\n");

        Claim.completeAll(home);

        assertThat(work).hasContent("one\ntwo\n");
        assertThat(home.inbox().resolve("sub")).isEmptyDirectory();
    }

    private Path approved(String name) throws IOException {
        Path file = home.review().approved().resolve("ana/.sluice-claimed-7").resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, "one\ntwo\n");
    }

    @Test
    void approvedFile_diedBeforeTheCopyWasWhole_goesBackToBeClaimedAnew() throws IOException {
        approved("a.txt");
        Path work = home.workFile(7, "@ana/a.txt");
        Files.createDirectories(work.getParent());
        Files.writeString(work.resolveSibling(".a.txt.part"), "on");

        Claim.completeAll(home);

        assertThat(home.review().approved().resolve("ana/a.txt")).hasContent("one\ntwo\n");
        assertThat(home.review().approved().resolve("ana/.sluice-claimed-7")).doesNotExist();
    }

    @Test
    void approvedFile_diedAfterTheCopyWasWhole_originalIsRemovedAtTheNextStart() throws IOException {
        approved("a.txt");
        Path work = home.workFile(7, "@ana/a.txt");
        Files.createDirectories(work.getParent());
        Files.writeString(work, "one\ntwo\n");

        Claim.completeAll(home);

        assertThat(work).hasContent("one\ntwo\n");
        assertThat(home.review().approved().resolve("ana")).isEmptyDirectory();
    }

    @Test
    void otherFileSystem_fileIsMovedWhole() throws IOException {
        Path memory = Path.of("/dev/shm");
        assumeThat(memory).isDirectory().isWritable();
        assumeThat(Files.getFileStore(memory)).isNotEqualTo(Files.getFileStore(folder));
        Path elsewhere = Files.createTempDirectory(memory, "sluice");
        try {
            Path file = Files.writeString(elsewhere.resolve("a.txt"), "one\n");

            Claim.take(file, home.workFile(3, "a.txt"), 3);

            assertThat(home.workFile(3, "a.txt")).hasContent("one\n");
            assertThat(elsewhere).isEmptyDirectory();
        } finally {
            Files.delete(elsewhere);
        }
    }
}
