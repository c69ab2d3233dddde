package dev.sluice.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkFolderTest {
    @TempDir
    Path folder;

    @Test
    void entries_areTheFilesBelowNumbers_andNoOthers() throws IOException {
        HomeFolder home = new HomeFolder(folder);
        for (String name : new String[] {
            "7/x.txt",
            "12/sub/y.csv",
            "12/.y.csv.part",
            "12/z.tmp",
            "a/b.txt",
            "007/old.txt",
            "0/x.txt",
            "3.txt",
            "-1/x.txt",
            "12345678901234567890/x.txt"
        }) {
            Path file = home.work().resolve(name);
            Files.createDirectories(file.getParent());
            Files.createFile(file);
        }

        assertThat(WorkFolder.entries(home))
                .containsExactlyInAnyOrder(new WorkFolder.Entry(7, "x.txt"), new WorkFolder.Entry(12, "sub/y.csv"));
    }
}
