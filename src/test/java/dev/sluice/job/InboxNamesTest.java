package dev.sluice.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InboxNamesTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"a.txt", "b.CSV", "c.md.gz", "no-ending", "part", "a.part.txt", "~a.txt", "a .txt"})
    void name_ofAWholeFile_isClaimable(String name) {
        assertThat(InboxNames.isClaimable(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".a.txt",
                ".done",
                "a.txt.part",
                "a.txt.PART",
                "a.tmp",
                "a.crdownload",
                "a.txt.done",
                "x\\..\\a.txt"
            })
    void name_ofAHiddenOrUnfinishedFile_isNotClaimable(String name) {
        assertThat(InboxNames.isClaimable(name)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "a.txt, default",
        "search/a.txt, search",
        "search/deep/a.txt, search",
        "deep/search/a.txt, default",
        "other/a.txt, default",
        "search, default",
        "searching/a.txt, default",
        "@ana/search/a.txt, search",
        "@ana/other/search/a.txt, default",
        "@ana/a.txt, default",
        "@/search/a.txt, default"
    })
    void profile_isTheFirstFolder_whenItIsOne(String name, String profile) {
        assertThat(InboxNames.profileOf(name, Set.of("default", "search"))).isEqualTo(profile);
    }

    @ParameterizedTest
    @CsvSource({
        "a.txt, default",
        "@ana/a.txt, ana",
        "@ana/search/a.txt, ana",
        "@Ana Maria/a.txt, Ana Maria",
        "search/@ana/a.txt, default",
        "@ana, default",
        "@/a.txt, default",
        "@ /a.txt, default"
    })
    void user_isTheFirstFolder_whenItBeginsWithAnAt(String name, String user) {
        assertThat(InboxNames.userOf(name)).isEqualTo(user);
    }

    @ParameterizedTest
    @CsvSource({
        "a.txt, a",
        "a.csv.gz, a",
        "a.CSV.GZ, a",
        "sub/a.b.txt, sub/a.b",
        "sub.d/a, sub.d/a",
        "no-ending, no-ending",
        "a.gz, a",
        "sub/.x, sub/.x"
    })
    void outputName_isThePathWithoutEndings(String name, String output) {
        assertThat(InboxNames.outputName(name, folder, taken -> false)).isEqualTo(output);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.results.jsonl", "a.results.csv", "a.report.json"})
    void outputName_thatTheOutboxHas_isNumbered(String present) throws IOException {
        Files.createFile(folder.resolve(present));

        assertThat(InboxNames.outputName("a.txt", folder, taken -> false)).isEqualTo("a-2");
    }

    @Test
    void outputName_thatOtherJobsUse_isNumberedUpToAFreeOne() throws IOException {
        Files.createFile(folder.resolve("a-3.report.json"));

        assertThat(InboxNames.outputName("a.md", folder, Set.of("a", "a-2")::contains))
                .isEqualTo("a-4");
    }

    @Test
    void unusedName_keepsItsEnding() throws IOException {
        Files.createDirectories(folder.resolve("sub"));
        Files.createFile(folder.resolve("sub/a.csv.gz"));
        Files.createFile(folder.resolve("sub/a-2.csv.gz"));

        assertThat(InboxNames.unused(folder, "sub/a.csv.gz")).isEqualTo(folder.resolve("sub/a-3.csv.gz"));
        assertThat(InboxNames.unused(folder, "sub/b.csv.gz")).isEqualTo(folder.resolve("sub/b.csv.gz"));
    }

    @Test
    void nameOf_fileInSubFolder_hasForwardSlashes() {
        assertThat(InboxNames.nameOf(folder, folder.resolve("sub").resolve("a.txt")))
                .isEqualTo("sub/a.txt");
    }

    @Test
    void folder_isWhatStandsBeforeTheFile() {
        assertThat(InboxNames.folderOf("a.txt")).isEmpty();
        assertThat(InboxNames.folderOf("x/y z/a.txt")).isEqualTo("x/y z");
    }
}
