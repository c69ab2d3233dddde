package dev.sluice.camel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.job.HomeDatabase;
import dev.sluice.job.HomeFolder;
import dev.sluice.job.JobOrder;
import dev.sluice.job.JobOrders;
import dev.sluice.simulator.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The answers to the files of a folder, in one file: {@code answers.camel.yaml}. */
class AnswersCsvTest {
    private static final String HEARINGS = """
            default: {max-wait: 20ms}
            hearings:
              text-files: whole
              answers-csv: true
              label: {contains: "YES"}
              template: "Does a majority support the bill? {{prompt}}"
            """;

    @TempDir
    Path folder;

    private SluiceFixture sluice;

    @BeforeEach
    void prepare() {
        sluice = SluiceFixture.in(folder).set("sluice.retry.attempts", 1).profiles(HEARINGS);
    }

    @AfterEach
    void close() {
        sluice.close();
    }

    @Test
    void tenHearings_giveOneTable_andTheirOwnFilesAsEver() {
        sluice.provider(options ->
                options.answerRule((prompt, choice) -> prompt.contains("in favour") ? "YES." : "NO, I see none."));
        for (int i = 1; i <= 10; i++) {
            sluice.drop(
                    "hearings/h%02d.txt".formatted(i), "Line one.", i % 3 == 0 ? "I am in favour." : "I am against.");
        }
        sluice.start();
        sluice.untilIdle();

        assertThat(csv("hearings/answers.csv")).isEqualTo("""
                file,answer,label,error
                h01.txt,"NO, I see none.",0,
                h02.txt,"NO, I see none.",0,
                h03.txt,YES.,1,
                h04.txt,"NO, I see none.",0,
                h05.txt,"NO, I see none.",0,
                h06.txt,YES.,1,
                h07.txt,"NO, I see none.",0,
                h08.txt,"NO, I see none.",0,
                h09.txt,YES.,1,
                h10.txt,"NO, I see none.",0,
                """.replace("\n", "\r\n"));
        assertThat(sluice.files("outbox"))
                .hasSize(31)
                .contains("hearings/h01.answer.md", "hearings/h01.report.json", "hearings/h01.results.jsonl");
        assertThat(sluice.stats().requests()).isEqualTo(10);
    }

    @Test
    void polledRuns_giveATableWithoutBeingAsked() {
        sluice.profiles("default: {max-wait: 20ms}\nhearings: {lane: polled, label: {contains: \"YES\"}}")
                .drop("hearings/a.txt", "YES", "of course")
                .drop("hearings/b.txt", "NO")
                .start();
        sluice.untilIdle();

        assertThat(csv("hearings/answers.csv"))
                .isEqualTo("file,answer,label,error\r\na.txt,\"echo: YES\nof course\",1,\r\nb.txt,echo: NO,0,\r\n");
    }

    @Test
    void profilesAndFolders_haveFilesOfTheirOwn_othersHaveNone() {
        sluice.profiles("""
                        default: {max-wait: 20ms, answers-csv: true}
                        plain: {answers-csv: false}
                        """)
                .drop("a.md", "A")
                .drop("lines.txt", "one", "two")
                .drop("sub/deep/b.md", "B")
                .drop("plain/c.md", "C")
                .start();
        sluice.untilIdle();

        assertThat(sluice.files("outbox").stream().filter(name -> name.endsWith(".csv")))
                .containsExactly("answers.csv", "sub/deep/answers.csv");
        assertThat(csv("answers.csv")).isEqualTo("file,answer,error\r\na.md,echo: A,\r\n");
        assertThat(csv("sub/deep/answers.csv")).isEqualTo("file,answer,error\r\nb.md,echo: B,\r\n");
    }

    @Test
    void twoProfilesAtOnce_areKeptApart() {
        sluice.profiles(HEARINGS + """
                votes:
                  answers-csv: true
                  label: {column: vote, matches: "(?i)aye", then: "for", else: against}
                """);
        for (int i = 0; i < 20; i++) {
            sluice.drop("hearings/" + i + ".txt", "YES " + i).drop("votes/" + i + ".md", i % 2 == 0 ? "Aye" : "No");
        }
        sluice.start();
        sluice.untilIdle();

        assertThat(csv("hearings/answers.csv").lines()).hasSize(21).allMatch(line -> !line.contains("echo: A"));
        assertThat(csv("votes/answers.csv").lines())
                .hasSize(21)
                .startsWith("file,answer,vote,error", "0.md,echo: Aye,for,", "1.md,echo: No,against,");
    }

    @Test
    void fileDroppedInTheMiddle_joins() {
        sluice.provider(options -> options.latency(Duration.ofSeconds(1)))
                .start()
                .drop("hearings/b.txt", "first");
        sluice.until("it is under way", () -> sluice.stats().requests() == 1);
        sluice.drop("hearings/a.txt", "second");
        sluice.untilIdle();

        assertThat(csv("hearings/answers.csv").lines().map(line -> line.split(",")[0]))
                .containsExactly("file", "a.txt", "b.txt");
        assertThat(sluice.exists("outbox/hearings/answers-2.csv")).isFalse();
    }

    @Test
    void laterFiles_makeASecondTable() {
        sluice.start().drop("hearings/a.txt", "first");
        sluice.until("the first is there", () -> sluice.exists("outbox/hearings/answers.csv"));
        String first = csv("hearings/answers.csv");
        sluice.drop("hearings/b.txt", "second");
        sluice.until("the second is there", () -> sluice.exists("outbox/hearings/answers-2.csv"));

        assertThat(csv("hearings/answers.csv"))
                .isEqualTo(first)
                .contains("a.txt")
                .doesNotContain("b.txt");
        assertThat(csv("hearings/answers-2.csv")).contains("b.txt").doesNotContain("a.txt");
    }

    @Test
    void failedPrompts_andRejectedFiles_holdUpNothing() {
        sluice.faults(Fault.status(400, "bad_idea").onText("poison"))
                .drop("hearings/a.txt", "fine")
                .drop("hearings/b.txt", "poison")
                .drop("hearings/c.txt", new byte[] {'x', (byte) 0xe9})
                .drop("hearings/d.docx", "what")
                .start();
        sluice.untilIdle();

        List<String> lines = csv("hearings/answers.csv").lines().toList();
        assertThat(lines).hasSize(3);
        assertThat(lines.get(1)).startsWith("a.txt,").endsWith(",0,");
        assertThat(lines.get(2)).startsWith("b.txt,,,").contains("bad_idea: ");
        assertThat(sluice.files("rejected")).contains("hearings/c.txt", "hearings/d.docx");
    }

    @Test
    void cancelledJob_isAFailedRow() {
        sluice.limits("default: {models: ['*'], max-in-flight: 1}")
                .provider(options -> options.latency(Duration.ofSeconds(4)))
                .start()
                .drop("hearings/a.txt", "first");
        sluice.until("it is under way", () -> sluice.stats().requests() == 1);
        sluice.drop("hearings/b.txt", "second");
        sluice.until("the second is claimed", () -> HomeDatabase.jobs(home()).size() == 2);
        JobOrders.place(home(), JobOrder.Kind.CANCEL, 2, Clock.systemUTC());
        sluice.untilIdle();

        assertThat(csv("hearings/answers.csv").lines().toList().get(2))
                .isEqualTo("b.txt,,,cancelled: the job was cancelled");
    }

    @Test
    void retriedJob_isInALaterTable() {
        sluice.faults(Fault.status(400, "bad").onText("poison"))
                .drop("hearings/a.txt", "poison")
                .drop("hearings/b.txt", "fine")
                .start();
        sluice.untilIdle();
        long job = HomeDatabase.jobs(home()).stream()
                .filter(status -> status.failed() > 0)
                .findFirst()
                .orElseThrow()
                .job();
        sluice.faults();
        JobOrders.place(home(), JobOrder.Kind.RETRY, job, Clock.systemUTC());
        sluice.until("it is there", () -> sluice.exists("outbox/hearings/answers-2.csv"));

        assertThat(csv("hearings/answers-2.csv"))
                .isEqualTo(
                        "file,answer,label,error\r\n" + "a.txt,echo: Does a majority support the bill? poison,0,\r\n");
        assertThat(csv("hearings/answers.csv")).contains("a.txt,,,bad: ");
    }

    @Test
    void oddNames_andAnswersOfManyLines_comeThrough() {
        sluice.provider(options -> options.answerRule((prompt, choice) -> "=\"YES\",\nthey said\r\n"))
                .drop("hearings/2024, Früh \"jahr\"/${body} a,b \"c\".txt", "x")
                .drop("hearings/2024, Früh \"jahr\"/=1+1.txt", "x")
                .start();
        sluice.untilIdle();

        String answer = ",\"'=\"\"YES\"\",\nthey said\r\n\",1,\r\n";
        assertThat(csv("hearings/2024, Früh \"jahr\"/answers.csv"))
                .isEqualTo("file,answer,label,error\r\n\"${body} a,b \"\"c\"\".txt\"" + answer + "'=1+1.txt" + answer);
    }

    @Test
    void stoppedInTheMiddle_thereIsOneTableInTheEnd() {
        sluice.provider(options -> options.latency(Duration.ofMillis(100)))
                .limits("default: {models: ['*'], max-in-flight: 2}");
        for (int i = 0; i < 30; i++) {
            sluice.drop("hearings/%02d.txt".formatted(i), "prompt " + i);
        }
        sluice.start();
        sluice.until("some are written", () -> sluice.files("archive").size() >= 5);
        sluice.stop();
        assertThat(sluice.exists("outbox/hearings/answers.csv")).isFalse();

        sluice.start();
        sluice.untilIdle();

        assertThat(csv("hearings/answers.csv").lines().skip(1).map(line -> line.substring(0, 2)))
                .hasSize(30)
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(sluice.files("outbox").stream().filter(name -> name.endsWith(".csv")))
                .hasSize(1);
    }

    @Test
    void tableThatCannotBeWritten_isWrittenLater_othersAreNotHeldUp() throws IOException {
        Path inTheWay = sluice.path("outbox/hearings/.sluice-answers.csv/x");
        Files.createDirectories(inTheWay);
        sluice.drop("hearings/a.txt", "x").drop("hearings/z/b.txt", "x").start();
        sluice.until("the other is there", () -> sluice.exists("outbox/hearings/z/answers.csv"));
        assertThat(sluice.sluice().idle()).isFalse();

        Files.delete(inTheWay);
        Files.delete(inTheWay.getParent());
        sluice.untilIdle();

        assertThat(csv("hearings/answers.csv").lines()).hasSize(2);
    }

    private HomeFolder home() {
        return new HomeFolder(sluice.home());
    }

    private String csv(String name) {
        return SluiceFixture.read(sluice.path("outbox").resolve(name));
    }
}
