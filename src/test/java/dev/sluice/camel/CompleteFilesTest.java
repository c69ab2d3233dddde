package dev.sluice.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import org.apache.camel.component.file.GenericFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompleteFilesTest {
    @TempDir
    Path inbox;

    private long nanos;
    private CompleteFiles files;

    @BeforeEach
    void watch() {
        files = new CompleteFiles(inbox, false, Duration.ofSeconds(1), () -> nanos);
    }

    @Test
    void file_thatStandsStillLongEnough_isComplete() throws IOException {
        write("a.txt", "hello");

        assertThat(complete("a.txt")).isFalse();
        pass(999);
        assertThat(complete("a.txt")).isFalse();
        pass(1);
        assertThat(complete("a.txt")).isTrue();
    }

    @Test
    void holds_seesFilesOfTheFolderThatAreToBeClaimed_completeOrNot() throws IOException {
        for (String other : new String[] {"a.txt", "x/.a.txt", "x/a.txt.part", "x/y/a.txt", ".x/a.txt"}) {
            Files.createDirectories(inbox.resolve(other).getParent());
            write(other, "hello");
        }
        Files.createSymbolicLink(inbox.resolve("x/link.txt"), inbox.resolve("a.txt"));

        assertThat(files.holds("", name -> name.equals("a.txt"))).isTrue();
        assertThat(files.holds("x", name -> true)).isFalse();
        assertThat(files.holds("x/y", name -> true)).isTrue();
        assertThat(files.holds("x/y", name -> name.endsWith(".md"))).isFalse();
        assertThat(files.holds(".x", name -> true)).isFalse();
        assertThat(files.holds("nowhere", name -> true)).isFalse();
        assertThat(files.holds("a.txt", name -> true)).isFalse();
    }

    @Test
    void file_thatGrowsOrIsTouched_startsAnew() throws IOException {
        write("a.txt", "hel");
        assertThat(complete("a.txt")).isFalse();
        pass(1_000);
        write("a.txt", "hello");
        assertThat(complete("a.txt")).isFalse();
        pass(1_000);
        Files.setLastModifiedTime(inbox.resolve("a.txt"), FileTime.fromMillis(1_000));
        assertThat(complete("a.txt")).isFalse();
        pass(1_000);

        assertThat(complete("a.txt")).isTrue();
    }

    @Test
    void file_claimedAndDroppedAgain_startsAnew() throws IOException {
        write("a.txt", "hello");
        assertThat(complete("a.txt")).isFalse();
        pass(1_000);
        files.claimed(inbox.resolve("a.txt"));

        assertThat(complete("a.txt")).isFalse();
    }

    @Test
    void folder_isEnteredUnlessItIsHiddenOrALink() throws IOException {
        Files.createDirectories(inbox.resolve("sub"));
        Files.createDirectories(inbox.resolve(".hidden"));

        assertThat(complete("sub")).isTrue();
        assertThat(complete(".hidden")).isFalse();
    }

    @Test
    void anyLeft_countsFilesThatWillBeClaimedOnly() throws IOException {
        write(".hidden/a.txt", "x");
        write("a.part", "x");
        assertThat(files.anyLeft()).isFalse();

        write("sub/growing.txt", "x");
        assertThat(files.anyLeft()).isTrue();
    }

    private void pass(long millis) {
        nanos += Duration.ofMillis(millis).toNanos();
    }

    private void write(String name, String text) throws IOException {
        Path file = inbox.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.fromMillis(0));
    }

    private boolean complete(String name) {
        File file = inbox.resolve(name).toFile();
        GenericFile<File> generic = new GenericFile<>();
        generic.setFile(file);
        generic.setFileNameOnly(name);
        generic.setDirectory(file.isDirectory());
        return files.accept(generic);
    }
}
