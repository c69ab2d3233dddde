package dev.sluice.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.sluice.config.QuickStart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunCommandTest {
    @TempDir
    Path home;

    private final FakeEngine engine = new FakeEngine();
    private final CommandLineBench bench = new CommandLineBench(engine);

    private int runOnce() {
        return bench.run("run", "--once", "--home", home.toString());
    }

    private void write(String name, String text) {
        try {
            Files.createDirectories(home.resolve(name).getParent());
            Files.writeString(home.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void options_areGiven_toTheConfiguration() {
        bench.run(
                "run",
                "--once",
                "--home=" + home,
                "--config=conf",
                "--set=sluice.a=1",
                "--set",
                "sluice.b=x=y",
                "--model=m",
                "--endpoint=responses",
                "--max-tokens=7",
                "--system=be brief",
                "--rpm=60",
                "--tpm=9000",
                "--ipm=5",
                "--max-in-flight=3");

        assertThat(bench.source().home()).isEqualTo(home);
        assertThat(bench.source().folder()).isEqualTo(Path.of("conf"));
        assertThat(bench.source().overrides()).containsExactly(entry("sluice.a", "1"), entry("sluice.b", "x=y"));
        assertThat(bench.source().quickStart())
                .isEqualTo(new QuickStart("m", "responses", 7, "be brief", null, null, 60L, 9000L, 5L, 3));
        assertThat(bench.source().environment()).containsOnly(entry("PATH", "/bin"));
    }

    @Test
    void noOptions_home_isSluiceHome() {
        bench.run("run", "--once");

        assertThat(bench.source().home()).isAbsolute().endsWithRaw(Path.of("sluice-home"));
        assertThat(bench.source().quickStart()).isEqualTo(QuickStart.NONE);
    }

    @Test
    void simulatedProvider_firstLine_saysSo() {
        runOnce();

        assertThat(bench.out().lines().findFirst())
                .hasValueSatisfying(line -> assertThat(line)
                        .startsWith("SIMULATED provider")
                        .contains("home " + home)
                        .endsWith("sluice development"));
    }

    @Test
    void realProvider_firstLine_namesItsUrl() {
        engine.provider("https://api.example.com/v1");

        runOnce();

        assertThat(bench.out()).startsWith("provider https://api.example.com/v1, home " + home);
    }

    @Test
    void warnings_goToStandardError() {
        engine.warnings("config/application.properties: key is readable by others");

        assertThat(runOnce()).isZero();
        assertThat(bench.err())
                .isEqualToNormalizingNewlines("warning: config/application.properties: key is readable by others\n");
    }

    @Test
    void emptyInbox_onceEndsWithZero_andSaysSo() {
        assertThat(runOnce()).isZero();

        assertThat(bench.out()).contains("nothing to do: no file in " + home.resolve("inbox"));
        assertThat(engine.closed()).isTrue();
    }

    @Test
    void allAnswered_onceEndsWithZero_andTellsWhereTheAnswersAre() {
        engine.then(Jobs.running(1, "a.txt", 1200, 10, 0)).then(Jobs.done(1, "a.txt", 1200, 0));

        assertThat(runOnce()).isZero();
        assertThat(bench.out())
                .contains("1 file, 1,200 prompts: 1,200 answered, 0 failed, in 0s")
                .contains("answers in " + home.resolve("outbox"));
    }

    @Test
    void somePromptsFail_onceEndsWithTwo_andNamesThem() {
        write("outbox/books/a.report.json", "{\"job\":1}");
        write("outbox/books/a.results.jsonl", """
                {"id":"p1","index":0,"text":"the \\"error\\" of his ways"}
                {"id":"p2","index":1,"error":{"code":"context_length_exceeded","message":"inbox/books/a.jsonl:2: too\\nlong","status":400,"attempts":1}}
                """);
        engine.then(Jobs.done(1, "books/a.jsonl", 1, 1));

        assertThat(runOnce()).isEqualTo(2);
        assertThat(bench.out())
                .containsPattern("inbox/books/a\\.jsonl +p2 +context_length_exceeded: line 2: too long")
                .doesNotContain("more, see");
    }

    @Test
    void manyPromptsFail_once_namesTwentyAndCountsTheOthers() {
        write("outbox/a.report.json", "{\"job\":1}");
        write(
                "outbox/a.results.jsonl",
                IntStream.range(0, 27)
                        .mapToObj(i -> "{\"id\":\"p" + i + "\",\"error\":{\"code\":\"server_error\"}}\n")
                        .collect(Collectors.joining()));
        engine.then(Jobs.done(1, "a.txt", 0, 27));

        assertThat(runOnce()).isEqualTo(2);
        assertThat(bench.out().lines().filter(line -> line.contains("server_error")))
                .hasSize(20);
        assertThat(bench.out()).contains("and 7 more, see outbox/a.errors.jsonl");
    }

    @Test
    void fileIsRejected_onceEndsWithTwo_andTellsWhy() {
        write("rejected/old.csv.why.txt", "old.csv: from another day\n");
        engine.thenDo(() -> write("rejected/b.csv.why.txt", "inbox/b.csv:3: file is not UTF-8\n"));

        assertThat(runOnce()).isEqualTo(2);
        assertThat(bench.out())
                .contains("rejected: inbox/b.csv:3: file is not UTF-8")
                .doesNotContain("old.csv");
    }

    @Test
    void filesWaitForADecision_onceEndsWithTwo_andCountsThem() {
        write("review/ana/a.txt", "x\n");
        write("review/ana/a.txt.why.json", "{}");
        write("review/ben/b.txt", "x\n");
        write("review/approved/c.txt", "x\n");

        assertThat(runOnce()).isEqualTo(2);
        assertThat(bench.out())
                .contains("2 files wait for a decision, see: review list")
                .contains("1 file in review/ was left alone, see the warning above")
                .doesNotContain("nothing to do");
    }

    @Test
    void stopped_once_leavesOpenWhatBecomesOfDecidedFiles() {
        write("review/approved/c.txt", "x\n");
        engine.endless();
        bench.stopAfterLastStep();

        assertThat(runOnce()).isEqualTo(1);
        assertThat(bench.out()).doesNotContain("left alone");
    }

    @Test
    void fileIsHaltedBeforeItsPromptsAreCounted_onceEndsWithOne() {
        engine.then(Jobs.done(1, "a.txt", 1, 0), Jobs.running(2, "b.txt", 0, 0, 0));

        assertThat(runOnce()).isEqualTo(1);
        assertThat(bench.err()).contains("an error, told above, left prompts unanswered; the next start goes on");
    }

    @Test
    void providerAcceptsNoKey_onceEndsWithThree_andSaysWhy() {
        engine.then(Jobs.running(1, "a.txt", 10, 1, 0)).thenBlocked("the key is not accepted.");

        assertThat(runOnce()).isEqualTo(3);
        assertThat(bench.out()).contains("1 answered, 0 failed, 9 left");
        assertThat(bench.err())
                .contains("the key is not accepted; everything is kept")
                .hasLineCount(1);
        assertThat(engine.closed()).isTrue();
    }

    @Test
    void stopped_onceEndsWithOne_forNotEverythingIsAnswered() {
        engine.endless().then(Jobs.running(1, "a.txt", 10, 1, 0));
        bench.stopAfterLastStep();

        assertThat(runOnce()).isEqualTo(1);
        assertThat(bench.err())
                .contains("stopped before everything was answered")
                .hasLineCount(1);
        assertThat(engine.closed()).isTrue();
    }

    @Test
    void stopped_once_countsWhatWasFinishedMeanwhile() {
        engine.endless().then(Jobs.running(1, "a.txt", 10, 1, 0)).whenClosed(Jobs.running(1, "a.txt", 10, 4, 0));
        bench.stopAfterLastStep();

        runOnce();

        assertThat(bench.out()).contains("1 file, 10 prompts: 4 answered, 0 failed, 6 left, in 0s");
    }

    @Test
    void stopped_watchingEndsWithZero() {
        engine.then(Jobs.running(1, "a.txt", 10, 1, 0));
        bench.stopAfterLastStep();

        assertThat(bench.run("run", "--home", home.toString())).isZero();
        assertThat(bench.out())
                .contains("watching " + home.resolve("inbox"), "stopping: requests under way", "stopped; unfinished");
        assertThat(engine.closed()).isTrue();
    }

    @Test
    void poolThatWaitsLong_isSaidOnce_andThatItGoesOn() {
        engine.thenDo(() -> engine.longWaits = List.of("pool default waits: no connection"))
                .thenDo(() -> {})
                .thenDo(() -> engine.longWaits = List.of());

        runOnce();

        assertThat(bench.out()).containsOnlyOnce("pool default waits: no connection");
        assertThat(bench.out()).contains("sending again");
    }

    @Test
    void blockedWhileWatching_isSaidOnce_andThatItWorksAgain() {
        engine.thenBlocked("no credit").thenDo(() -> {}).thenDo(() -> {}).thenUnblocked();
        bench.stopAfterLastStep();

        assertThat(bench.run("run", "--home", home.toString())).isZero();
        assertThat(bench.out())
                .containsOnlyOnce("nothing can be sent: no credit")
                .containsOnlyOnce("sending again");
    }

    @Test
    void configurationIsWrong_endsWithOne_andNamesEveryProblemOnALine() {
        CommandLineBench broken = new CommandLineBench((Launcher) source -> {
            throw new IllegalArgumentException("--set: unknown key sluice.x\nconfig/limits.yaml:3: no such thing");
        });

        assertThat(broken.run("run", "--once", "--home", home.toString())).isEqualTo(1);
        assertThat(broken.out()).isEmpty();
        assertThat(broken.err()).isEqualToNormalizingNewlines("""
                        sluice: --set: unknown key sluice.x
                        sluice: config/limits.yaml:3: no such thing
                        """);
    }
}
