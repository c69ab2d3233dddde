package dev.sluice.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.job.HomeFolder;
import dev.sluice.job.HomeLock;
import dev.sluice.job.Job;
import dev.sluice.job.JobOrder;
import dev.sluice.job.JobOrders;
import dev.sluice.job.JobStore;
import dev.sluice.job.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands about jobs, with and without a process that works on them. */
class StatusCommandTest {
    @TempDir
    Path folder;

    private final CommandLineBench bench = new CommandLineBench(new FakeEngine());
    private HomeFolder home;

    @BeforeEach
    void create() throws Exception {
        home = new HomeFolder(folder.resolve("my home"));
        home.create();
    }

    private void claimAndAnswerOne(JobStore store) throws Exception {
        Job job = store.claim(Files.writeString(home.inbox().resolve("a b.txt"), "one\ntwo\n"), "default");
        store.start(job.id(), 2);
        store.store(List.of(
                new Result.Answered(1, 0, 1, "req", "{}"), new Result.Failed(1, 1, 6, 500, "server_error", "no")));
        store.claim(Files.writeString(home.inbox().resolve("c.txt"), "three\n"), "default");
    }

    @Test
    void nothingYet_saysSo_andMakesNothing() throws Exception {
        Path empty = Files.createDirectories(folder.resolve("empty"));

        assertThat(bench.run("status", "--home", empty.toString())).isZero();

        assertThat(bench.out()).contains("no job yet in " + empty, "no process works on it");
        assertThat(empty).isEmptyDirectory();
    }

    @Test
    void filesWaitForADecision_areCounted() throws Exception {
        Files.createDirectories(home.review().root().resolve("ana"));
        Files.writeString(home.review().root().resolve("ana/a.txt"), "x\n");

        assertThat(bench.run("status", "--home", home.root().toString())).isZero();

        assertThat(bench.out()).contains("1 file waits for a decision, see: review list");
    }

    @Test
    void jobsWithoutAProcess_waitForTheNextRun() throws Exception {
        try (JobStore store = JobStore.open(home, Set.of("default"), Clock.systemUTC(), true)) {
            claimAndAnswerOne(store);
        }

        assertThat(bench.run("status", "--home", home.root().toString())).isZero();

        assertThat(bench.out().lines())
                .containsExactly(
                        "job  file     state    answered  failed  of  waits for",
                        "  1  a b.txt  running         1       1   2  the next run",
                        "  2  c.txt    claimed         0       0  ?   the next run",
                        "no process works on it");
    }

    @Test
    void jobsOfARunningProcess_itsNumberIsNamed_andWhatTheyWaitFor() throws Exception {
        try (JobStore store = JobStore.open(home, Set.of("default"), Clock.systemUTC(), true)) {
            claimAndAnswerOne(store);
            store.waitsFor(1, "its answers can't be written: no space");
        }
        HomeLock lock = HomeLock.take(home);
        assertThat(bench.run("status", "--home", home.root().toString())).isZero();
        lock.close();

        assertThat(bench.out())
                .contains(
                        "its answers can't be written: no space",
                        "its turn",
                        "process " + ProcessHandle.current().pid() + " works on it");
    }

    @Test
    void stateElsewhere_isFoundWithoutBeingNamed() throws Exception {
        HomeFolder apart = HomeFolder.of(folder.resolve("other"), null, folder.resolve("local state"));
        apart.create();
        try (JobStore store = JobStore.open(apart, Set.of("default"), Clock.systemUTC(), true)) {
            store.claim(Files.writeString(apart.inbox().resolve("x.txt"), "one\n"), "default");
        }

        assertThat(bench.run("status", "--home", apart.root().toString())).isZero();

        assertThat(bench.out()).contains("x.txt");
        assertThat(apart.root().resolve("state/sluice.db")).doesNotExist();
    }

    @Test
    void ordersThatMakeNoSense_areRefusedInASentence() throws Exception {
        try (JobStore store = JobStore.open(home, Set.of("default"), Clock.systemUTC(), true)) {
            claimAndAnswerOne(store);
        }

        assertThat(bench.run("retry", "1", "--home", home.root().toString())).isEqualTo(1);
        assertThat(bench.run("cancel", "9", "--home", home.root().toString())).isEqualTo(1);

        assertThat(bench.err().lines())
                .containsExactly(
                        "sluice: job 1 is not finished yet",
                        "sluice: there is no job 9; the command status lists them");
    }

    @Test
    void retryWithoutAProcess_isLeftForTheNextRun() throws Exception {
        try (JobStore store = JobStore.open(home, Set.of("default"), Clock.systemUTC(), true)) {
            claimAndAnswerOne(store);
            await().until(() -> store.progress(1).failed() == 1);
            store.writing(1);
            store.finish(1);
        }

        assertThat(bench.run("retry", "1", "--home", home.root().toString())).isZero();

        assertThat(bench.out()).contains("the failed prompts of job 1 are asked again by the next run");
        assertThat(JobOrders.problem(home, JobOrder.Kind.RETRY, 1)).isEmpty();
        try (JobStore store = JobStore.open(home, Set.of("default"), Clock.systemUTC(), true)) {
            assertThat(store.carryOutOrders()).extracting(Job::id).containsExactly(1L);
            assertThat(store.hasResult(1, 0)).isTrue();
            assertThat(store.hasResult(1, 1)).isFalse();
        }
    }
}
