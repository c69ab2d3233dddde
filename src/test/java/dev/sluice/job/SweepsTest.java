package dev.sluice.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sluice.prompt.DocumentRule;
import dev.sluice.prompt.Endpoint;
import dev.sluice.prompt.Grouping;
import dev.sluice.prompt.LabelRule;
import dev.sluice.prompt.LaneRule;
import dev.sluice.prompt.Profile;
import dev.sluice.prompt.RunRule;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a sweep ends and what its file holds, also after a crash at each moment. */
class SweepsTest {
    private static final String HEADER = "file,answer,yes,error\r\n";

    @TempDir
    Path folder;

    private final Map<String, Profile> profiles = new HashMap<>();
    private HomeFolder home;
    private JobStore store;
    private Sweeps sweeps;

    @BeforeEach
    void open() throws Exception {
        home = new HomeFolder(folder);
        home.create();
        LabelRule label = new LabelRule("yes", Pattern.compile("YES"), "1", "0");
        profiles.put("default", profile("default", DocumentRule.STANDARD));
        profiles.put("votes", profile("votes", new DocumentRule(true, true, label)));
        profiles.put("plain", profile("plain", new DocumentRule(false, true, null)));
        openStore();
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void sweep_isCompleteWithItsLastJob() throws Exception {
        long b = claim("votes/b.txt");
        long a = claim("votes/a.txt");
        finish(b, "NO");
        assertThat(sweeps.complete()).isEmpty();
        assertThat(sweeps.idle()).isTrue();

        finish(a, "YES");
        assertThat(sweeps.idle()).isFalse();

        Sweep sweep = complete();
        assertThat(sweep).isEqualTo(new Sweep("votes", "votes/answers.csv"));
        assertThat(content(sweep)).isEqualTo(HEADER + "a.txt,YES,1,\r\nb.txt,NO,0,\r\n");
        assertThat(sweeps.idle()).isFalse();
        sweeps.forget(sweep);
        assertThat(sweeps.idle()).isTrue();
        assertThat(sweeps.complete()).isEmpty();
    }

    @Test
    void sweep_waitsForAFileOfTheInbox_thatWouldJoin() throws Exception {
        finish(claim("votes/a.txt"), "YES");
        for (String other : List.of("votes/b.jsonl", "votes/c.txt.part", "votes/.d.txt", "votes/below/e.txt")) {
            write(other);
        }
        Path late = write("votes/f.txt");
        assertThat(sweeps.complete()).isEmpty();

        Files.delete(late);

        assertThat(complete().file()).isEqualTo("votes/answers.csv");
    }

    @Test
    void sweep_waitsForNoOtherJobs() throws Exception {
        claim("votes/table.csv");
        claim("votes/below/a.txt");
        claim("plain/a.md");
        claim("a.md");
        finish(claim("votes/a.txt"), "YES");

        assertThat(complete().folder()).isEqualTo("votes");
    }

    @Test
    void rejectedFile_holdsUpNothing() throws Exception {
        long bad = claim("votes/bad.txt");
        finish(claim("votes/a.txt"), "YES");
        assertThat(sweeps.complete()).isEmpty();

        store.reject(bad);

        assertThat(content(complete())).isEqualTo(HEADER + "a.txt,YES,1,\r\n");
    }

    @Test
    void foldersBelow_andTheInboxItself_haveFilesOfTheirOwn() throws Exception {
        profiles.put("default", profile("default", new DocumentRule(false, true, null)));
        openStore();
        finish(claim("a.md"), "A");
        finish(claim("x/b.md"), "B");
        finish(claim("plain/2024/c.md"), "C");
        finish(claim("lines.txt"), "no document");

        assertThat(sweeps.complete())
                .containsExactly(
                        new Sweep("", "answers.csv"),
                        new Sweep("plain/2024", "plain/2024/answers.csv"),
                        new Sweep("x", "x/answers.csv"));
        assertThat(content(new Sweep("", "answers.csv"))).isEqualTo("file,answer,error\r\na.md,A,\r\n");
    }

    @Test
    void laterSweep_takesAnotherName() throws Exception {
        finish(claim("votes/a.txt"), "YES");
        writeFileOf(complete());
        finish(claim("votes/b.txt"), "NO");

        Sweep second = complete();

        assertThat(second.file()).isEqualTo("votes/answers-2.csv");
        assertThat(content(second)).isEqualTo(HEADER + "b.txt,NO,0,\r\n");
    }

    @Test
    void manyRows_comeByFileName_eachOnce() throws Exception {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 250; i++) {
            names.add("%04d.txt".formatted(i));
        }
        List<String> shuffled = new ArrayList<>(names);
        Collections.shuffle(shuffled, new java.util.Random(1));
        List<Long> jobs = new ArrayList<>();
        for (String name : shuffled) {
            jobs.add(claim("votes/" + name));
        }
        for (long job : jobs) {
            finish(job, "NO");
        }

        assertThat(content(complete()).lines().skip(1).map(line -> line.substring(0, 8)))
                .containsExactlyElementsOf(names);
    }

    @Test
    void sameFileNameTwice_hasTwoRows() throws Exception {
        long first = claim("votes/a.txt");
        long second = claim("votes/a.txt");
        finish(second, "NO");
        finish(first, "YES");

        assertThat(content(complete())).isEqualTo(HEADER + "a.txt,YES,1,\r\na.txt,NO,0,\r\n");
    }

    @Test
    void oddText_isReadBackAsItWas() throws Exception {
        finish(claim("votes/ä, \"b\".txt"), "YES\u0000 \uD83D\uDE00,\n\"x\"");

        assertThat(content(complete()))
                .isEqualTo(HEADER + "\"ä, \"\"b\"\".txt\",\"YES\u0000 \uD83D\uDE00,\n\"\"x\"\"\",1,\r\n");
    }

    @Test
    void killedWhileAJobIsWritten_itsRowIsThereOnce() throws Exception {
        long job = claim("votes/a.txt");
        answer(job, "YES");
        sweeps.writing(store.job(job));
        reopen();
        assertThat(sweeps.complete()).isEmpty();
        sweeps.writing(store.job(job));
        store.finish(job);

        assertThat(content(complete())).isEqualTo(HEADER + "a.txt,YES,1,\r\n");
    }

    @Test
    void killedBeforeTheSweepHasEnded_itEndsAtTheNextStart() throws Exception {
        finish(claim("votes/a.txt"), "YES");
        long b = claim("votes/b.txt");
        reopen();
        finish(b, "NO");
        reopen();

        assertThat(sweeps.idle()).isFalse();
        assertThat(content(complete())).isEqualTo(HEADER + "a.txt,YES,1,\r\nb.txt,NO,0,\r\n");
    }

    @Test
    void killedBeforeTheFileIsWritten_itIsWritten_andLaterJobsGoIntoAnother() throws Exception {
        finish(claim("votes/a.txt"), "YES");
        Sweep ended = complete();
        reopen();
        finish(claim("votes/b.txt"), "NO");

        assertThat(complete()).isEqualTo(ended);
        assertThat(content(ended)).isEqualTo(HEADER + "a.txt,YES,1,\r\n");
        writeFileOf(ended);
        Sweep second = complete();
        assertThat(second.file()).isEqualTo("votes/answers-2.csv");
        assertThat(content(second)).isEqualTo(HEADER + "b.txt,NO,0,\r\n");
    }

    @Test
    void killedBeforeTheRowsAreForgotten_theSameFileIsWrittenAgain() throws Exception {
        finish(claim("votes/a.txt"), "YES");
        Sweep sweep = complete();
        Path file = home.outbox().resolve(sweep.file());
        Files.createDirectories(file.getParent());
        Files.writeString(file, content(sweep));
        reopen();

        assertThat(complete()).isEqualTo(sweep);
        assertThat(content(sweep)).isEqualTo(Files.readString(file));
        sweeps.forget(sweep);
        assertThat(sweeps.idle()).isTrue();
    }

    @Test
    void killedAfterTheFileWasArchived_theRowIsNotLost() throws Exception {
        long job = claim("votes/a.txt");
        answer(job, "YES");
        sweeps.writing(store.job(job));
        store.awaitStored();
        store.close();
        FileMoves.move(home.workFile(job, "votes/a.txt"), home.archive().resolve("votes/a.txt"));
        openStore();

        assertThat(store.unfinished()).isEmpty();
        assertThat(content(complete())).isEqualTo(HEADER + "a.txt,YES,1,\r\n");
    }

    @Test
    void retriedJob_isInALaterFile_alsoWhileTheEarlierIsNotOnDisk() throws Exception {
        long job = claim("votes/a.txt");
        store.start(job, 1);
        store.store(List.of(new Result.Failed(job, 0, 1, 500, "server_error", "it broke")));
        finishWritten(job);
        Sweep first = complete();
        store.awaitStored();
        JobOrders.place(home, JobOrder.Kind.RETRY, job, Clock.systemUTC());
        assertThat(store.carryOutOrders()).hasSize(1);
        finish(job, "YES");

        assertThat(complete()).isEqualTo(first);
        assertThat(content(first)).isEqualTo(HEADER + "a.txt,,,server_error: it broke\r\n");
        writeFileOf(first);
        assertThat(content(complete())).isEqualTo(HEADER + "a.txt,YES,1,\r\n");
    }

    @Test
    void forgottenJobs_keepTheirRows() throws Exception {
        finish(claim("votes/a.txt"), "YES");
        claim("votes/b.txt");
        store.awaitStored();
        store.forgetFinished(Duration.ofDays(-1));

        reopen();
        store.reject(2);

        assertThat(content(complete())).isEqualTo(HEADER + "a.txt,YES,1,\r\n");
    }

    @Test
    void profileThatIsGone_holdsUpNothing() throws Exception {
        finish(claim("votes/a.txt"), "YES");
        claim("votes/b.txt");
        profiles.remove("votes");
        reopen();

        assertThat(content(complete())).isEqualTo(HEADER + "a.txt,YES,1,\r\n");
    }

    private Sweep complete() {
        List<Sweep> complete = sweeps.complete();
        assertThat(complete).hasSize(1);
        return complete.get(0);
    }

    private void writeFileOf(Sweep sweep) throws IOException {
        Path file = home.outbox().resolve(sweep.file());
        Files.createDirectories(file.getParent());
        Files.writeString(file, content(sweep));
        sweeps.forget(sweep);
    }

    private String content(Sweep sweep) throws IOException {
        try (InputStream content = sweeps.content(sweep)) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private Path write(String name) throws IOException {
        Path file = home.inbox().resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, "hello");
    }

    private long claim(String name) throws Exception {
        return store.claim(write(name), InboxNames.profileOf(name, profiles.keySet()))
                .id();
    }

    private void finish(long job, String answer) throws Exception {
        answer(job, answer);
        finishWritten(job);
    }

    private void answer(long job, String answer) throws Exception {
        store.start(job, 1);
        String body = JsonNodeFactory.instance
                .objectNode()
                .set(
                        "choices",
                        JsonNodeFactory.instance
                                .arrayNode()
                                .add(JsonNodeFactory.instance.objectNode().put("text", answer)))
                .toString();
        store.store(List.of(new Result.Answered(job, 0, 1, "req", body)));
        store.awaitStored();
    }

    private void finishWritten(long job) throws Exception {
        store.awaitStored();
        sweeps.writing(store.job(job));
        store.finish(job);
    }

    private void reopen() throws Exception {
        store.close();
        openStore();
    }

    private void openStore() throws IOException, InterruptedException {
        if (store != null) {
            store.close();
        }
        store = JobStore.open(home, profiles.keySet(), Clock.systemUTC(), false);
        sweeps = new Sweeps(store, home, profiles, (below, name) -> {
            Path inbox = home.inbox().resolve(below);
            try (Stream<Path> files = Files.isDirectory(inbox) ? Files.list(inbox) : Stream.empty()) {
                return files.filter(Files::isRegularFile)
                        .map(file -> file.getFileName().toString())
                        .anyMatch(file -> InboxNames.isClaimable(file) && name.test(file));
            }
        });
    }

    private static Profile profile(String name, DocumentRule documents) {
        return new Profile(
                name,
                Endpoint.CHAT,
                "m",
                null,
                null,
                JsonNodeFactory.instance.objectNode(),
                Profile.Output.AUTO,
                new Grouping(null, 1_000, Duration.ZERO),
                Profile.SamePromptOnce.AUTO,
                false,
                0,
                LaneRule.ONLINE,
                RunRule.STANDARD,
                documents,
                null);
    }
}
