package dev.sluice.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which files are claimed, where they go, and which are set aside. */
class InboxTest {
    @TempDir
    static Path folder;

    private static SluiceFixture sluice;

    @BeforeAll
    static void start() {
        sluice = SluiceFixture.in(folder).start();
    }

    @AfterAll
    static void stop() {
        sluice.close();
    }

    @Test
    void file_isMirroredInOutboxAndArchive() {
        sluice.drop("a/b c/deep.txt", "hello");

        assertThat(sluice.output("a/b c/deep").texts()).containsExactly("echo: hello");
        assertThat(sluice.path("archive/a/b c/deep.txt")).hasContent("hello");
        assertThat(sluice.path("inbox/a/b c/deep.txt")).doesNotExist();
    }

    @Test
    void sameName_droppedAgain_isAJobOfItsOwn() {
        sluice.drop("twice.txt", "first");
        sluice.output("twice");
        sluice.drop("twice.txt", "second");

        assertThat(sluice.output("twice-2").texts()).containsExactly("echo: second");
        assertThat(sluice.output("twice").texts()).containsExactly("echo: first");
        assertThat(sluice.path("archive/twice-2.txt")).hasContent("second");
    }

    @Test
    void sameStem_atTheSameTime_givesTwoOutputs() {
        sluice.drop("stem.txt", "text").drop("stem.md", "document");

        assertThat(List.of(
                        sluice.output("stem").texts(), sluice.output("stem-2").texts()))
                .containsExactlyInAnyOrder(List.of("echo: text"), List.of("echo: document"));
    }

    @Test
    void unfinishedAndHiddenFiles_areLeftAlone() throws IOException {
        for (String name : List.of(".hidden.txt", "a.txt.part", "b.tmp", "c.crdownload", ".git/x.txt")) {
            sluice.drop(name, "not yet");
        }
        sluice.drop("next.txt", "hello");
        sluice.output("next");
        sluice.untilIdle();

        for (String name : List.of(".hidden.txt", "a.txt.part", "b.tmp", "c.crdownload", ".git/x.txt")) {
            assertThat(sluice.path("inbox").resolve(name)).exists();
        }
        Files.move(sluice.path("inbox/a.txt.part"), sluice.path("inbox/whole.txt"));
        assertThat(sluice.output("whole").texts()).containsExactly("echo: not yet");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void symbolicLinks_areLeftAlone() throws IOException {
        Path secret = Files.createDirectories(folder.resolve("secret"));
        Files.writeString(secret.resolve("key.txt"), "secret");
        Files.createDirectories(sluice.path("inbox"));
        Files.createSymbolicLink(sluice.path("inbox/link.txt"), secret.resolve("key.txt"));
        Files.createSymbolicLink(sluice.path("inbox/linked"), secret);
        sluice.drop("after.txt", "hello");
        sluice.output("after");
        sluice.untilIdle();

        assertThat(secret.resolve("key.txt")).exists();
        assertThat(sluice.path("inbox/link.txt")).exists();
        assertThat(sluice.stats().timesSent("secret")).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            picture.png       | PNG          | inbox/picture.png: is none of .txt, .md, .csv, .jsonl
            no-ending         | hello        | inbox/no-ending: is none of .txt
            sub/empty.txt     | ''           | inbox/sub/empty.txt: no readable line
            blank.jsonl       | '  '         | inbox/blank.jsonl: no readable line
            broken.jsonl      | '{"prompt":' | inbox/broken.jsonl:1: no readable line
            unpacked.txt.gz   | hello        | inbox/unpacked.txt.gz
            headless.csv      | ''           | inbox/headless.csv
            columns.csv       | 'a,b'        | inbox/columns.csv:1: no column prompt or input
            """)
    void unreadableFile_isSetAsideWithTheReason(String name, String content, String why) throws IOException {
        sluice.drop(name, (content + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8));
        sluice.until("it is rejected", () -> sluice.exists("rejected/" + name + ".why.txt"));
        sluice.untilIdle();

        assertThat(Files.readString(sluice.path("rejected/" + name + ".why.txt")))
                .startsWith(why);
        assertThat(sluice.path("rejected/" + name)).hasContent(content + "\n");
        assertThat(sluice.files("work")).isEmpty();
        assertThat(sluice.sluice().jobs()).noneMatch(job -> job.name().equals(name));
    }

    @Test
    void wrongEncoding_rejectsTheWholeFile() throws IOException {
        sluice.drop("latin.txt", new byte[] {'a', '\n', (byte) 0xfc, 'x', '\n'});
        sluice.until("it is rejected", () -> sluice.exists("rejected/latin.txt.why.txt"));

        assertThat(Files.readString(sluice.path("rejected/latin.txt.why.txt"))).startsWith("inbox/latin.txt:2: ");
        assertThat(sluice.stats().timesSent("a")).isZero();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void nameThatLeadsOut_isLeftAlone() throws IOException {
        Path outside = Files.writeString(folder.resolve("outside.txt"), "secret");
        sluice.drop("x\\..\\..\\..\\outside.txt", "hello").drop("x\\..\\..\\..\\folder/a.txt", "hello");
        sluice.drop("inside.txt", "hello");
        sluice.output("inside");
        sluice.untilIdle();

        assertThat(outside).hasContent("secret");
        assertThat(sluice.files("inbox")).contains("x\\..\\..\\..\\outside.txt");
        assertThat(sluice.stats().timesSent("secret")).isZero();
    }

    @Test
    void manyFiles_atOnce_areAllAnswered() {
        for (int i = 0; i < 100; i++) {
            sluice.drop("many/f" + i + ".txt", "hello " + i);
        }
        sluice.untilIdle();

        for (int i = 0; i < 100; i++) {
            assertThat(new Output(sluice.path("outbox"), "many/f" + i).texts()).containsExactly("echo: hello " + i);
        }
    }
}
