package dev.sluice.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import dev.sluice.job.JobProgress.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobStoreTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    @TempDir
    Path folder;

    private HomeFolder home;
    private JobStore store;
    private final List<Job> complete = Collections.synchronizedList(new ArrayList<>());
    private Runnable onClock = () -> {};

    @BeforeEach
    void open() throws Exception {
        home = new HomeFolder(folder);
        home.create();
        store = openStore();
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void claim_movesTheFileAndNotesTheJob() throws Exception {
        Job job = claim("sub/a.txt");

        assertThat(job)
                .isEqualTo(new Job(
                        1, "sub/a.txt", "default", "sub/a", State.CLAIMED, 0, NOW, false, false, JobCounts.NONE));
        assertThat(home.workFile(1, "sub/a.txt")).hasContent("hello");
        assertThat(home.inbox().resolve("sub/a.txt")).doesNotExist();
        assertThat(store.unfinished()).containsExactly(job);
    }

    @Test
    void idle_whileAFileIsOnItsWay_isFalse() throws Exception {
        List<Boolean> idle = new ArrayList<>();
        onClock = () -> idle.add(store.idle());

        claim("a.txt");

        assertThat(idle).isNotEmpty().containsOnly(false);
        assertThat(store.idle()).isFalse();
    }

    @Test
    void claims_ofEqualStems_getOutputsOfTheirOwn() throws Exception {
        Files.writeString(home.outbox().resolve("a.results.csv"), "");

        assertThat(claim("a.txt").outputName()).isEqualTo("a-2");
        assertThat(claim("a.md").outputName()).isEqualTo("a-3");
        assertThat(claim("sub/a.md").outputName()).isEqualTo("sub/a");
    }

    @Test
    void job_whoseLastResultIsStored_isToldOnce() throws Exception {
        start("a.txt", 3);

        store.store(List.of(answered(1, 2), failed(1, 0)));
        store.store(List.of(answered(1, 0), answered(1, 2)));
        store.store(List.of(answered(1, 1)));
        await().until(() -> !complete.isEmpty());
        store.store(List.of(answered(1, 1)));
        store.writing(1);
        reopen();

        assertThat(complete).extracting(Job::id).containsExactly(1L);
        assertThat(results(1)).containsExactly(failed(1, 0), answered(1, 1), answered(1, 2));
    }

    @Test
    void progress_countsWhatIsStored() throws Exception {
        start("a.txt", 3);
        store.store(List.of(answered(1, 2), failed(1, 0)));
        store.count(1, JobCounts.retry());
        store.count(1, JobCounts.refusal());

        await().until(() -> store.progress(1).answered() == 1);

        assertThat(store.progress(1)).isEqualTo(new JobProgress(1, "a.txt", State.RUNNING, 3, 1, 1, 2, NOW));
        assertThat(store.progress()).containsExactly(store.progress(1));
    }

    @Test
    void results_ofManyPages_comeInOrder() throws Exception {
        start("a.txt", 2_500);
        List<Result> shuffled = new ArrayList<>(LongStream.range(0, 2_500)
                .<Result>mapToObj(index -> answered(1, index))
                .toList());
        Collections.shuffle(shuffled, new java.util.Random(1));
        store.store(shuffled);
        await().until(() -> !complete.isEmpty());

        assertThat(results(1))
                .extracting(Result::index)
                .containsExactlyElementsOf(LongStream.range(0, 2_500).boxed().toList());
    }

    @Test
    void filesOfOneName_beingWrittenAtOnce_haveNamesOfTheirOwnInTheArchive() throws Exception {
        for (long job = 1; job <= 2; job++) {
            claim("a.txt");
            store.start(job, 0);
            store.writing(job);
        }
        store.awaitStored();
        store.finish(2);

        assertThat(home.archive().resolve("a-2.txt")).exists();
        assertThat(home.archive().resolve("a.txt")).doesNotExist();
    }

    @Test
    void finish_archivesTheFileAndForgetsTheResults() throws Exception {
        Files.writeString(home.archive().resolve("a.txt"), "older");
        start("a.txt", 1);
        store.store(List.of(answered(1, 0)));
        await().until(() -> !complete.isEmpty());
        store.writing(1);
        store.finish(1);

        assertThat(home.archive().resolve("a-2.txt")).hasContent("hello");
        assertThat(home.work()).isEmptyDirectory();
        assertThat(store.idle()).isTrue();
        assertThat(store.progress()).containsExactly(new JobProgress(1, "a.txt", State.DONE, 1, 1, 0, 0, NOW));
        assertThatIllegalStateException().isThrownBy(() -> store.job(1)).withMessage("no such unfinished job: job=1");
        reopen();
        assertThat(store.unfinished()).isEmpty();
        assertThat(results(1)).isEmpty();
        assertThat(claim("b.txt").id()).isEqualTo(2);
    }

    @Test
    void reject_setsTheFileAsideAndDropsTheJob() throws Exception {
        claim("sub/a.xyz");

        assertThat(store.reject(1)).isEqualTo(home.rejected().resolve("sub/a.xyz"));

        assertThat(home.rejected().resolve("sub/a.xyz")).hasContent("hello");
        assertThat(store.idle()).isTrue();
        assertThat(store.progress()).isEmpty();
        reopen();
        assertThat(store.unfinished()).isEmpty();
    }

    @Test
    void start_ofAJobWhoseResultsAreAllThere_tells() throws Exception {
        start("a.txt", 2);
        store.store(List.of(answered(1, 0), answered(1, 1)));
        reopen();
        complete.clear();

        store.start(1, 2);
        store.awaitStored();

        assertThat(complete).extracting(Job::id).containsExactly(1L);
    }

    @Test
    void reopened_goesOnWhereItWas() throws Exception {
        start("a.txt", 3);
        claim("b.txt");
        store.store(List.of(answered(1, 2)));
        store.count(1, new JobCounts(5, 9, 1, 2, 30, 40, 0, 0));
        reopen();

        assertThat(store.unfinished()).extracting(Job::name).containsExactly("a.txt", "b.txt");
        assertThat(store.job(1).counts()).isEqualTo(new JobCounts(5, 9, 1, 2, 30, 40, 0, 0));
        assertThat(store.progress(1)).isEqualTo(new JobProgress(1, "a.txt", State.RUNNING, 3, 1, 0, 3, NOW));
        assertThat(store.hasResult(1, 2)).isTrue();
        assertThat(store.hasResult(1, 1)).isFalse();
        assertThat(claim("a.md").outputName()).isEqualTo("a-2");
    }

    @Test
    void reopened_withAFileThatNobodyNoted_takesItUp() throws Exception {
        store.close();
        Files.createDirectories(home.work().resolve("7/search"));
        Files.writeString(home.workFile(7, "search/x.txt"), "hello");
        store = openStore();

        assertThat(store.unfinished())
                .containsExactly(new Job(
                        7, "search/x.txt", "search", "search/x", State.CLAIMED, 0, NOW, false, false, JobCounts.NONE));
        assertThat(claim("b.txt").id()).isEqualTo(8);
        reopen();
        assertThat(store.unfinished()).extracting(Job::id).containsExactly(7L, 8L);
    }

    @Test
    void reopened_withoutTheFileOfAJob_keepsItsResults_andSaysWhatItWaitsFor() throws Exception {
        start("a.txt", 2);
        store.store(List.of(answered(1, 0)));
        store.close();
        Files.delete(home.workFile(1, "a.txt"));
        store = openStore();

        assertThat(store.idle()).isTrue();
        reopen();
        await().until(() -> HomeDatabase.jobs(home).get(0).waitsFor() != null);
        assertThat(HomeDatabase.jobs(home)).singleElement().satisfies(status -> {
            assertThat(status.answered()).isEqualTo(1);
            assertThat(status.waitsFor()).contains("its file, which is gone");
        });
    }

    @Test
    void listener_thatFails_leavesTheJobForTheNextStart() throws Exception {
        store.whenComplete(job -> {
            throw new IllegalStateException("the routes are stopped");
        });
        start("a.txt", 1);
        start("b.txt", 1);
        store.store(List.of(answered(1, 0)));
        store.store(List.of(answered(2, 0)));
        reopen();

        assertThat(store.hasResult(1, 0)).isTrue();
        assertThat(store.hasResult(2, 0)).isTrue();
    }

    private Job claim(String name) throws Exception {
        Path file = home.inbox().resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "hello");
        return store.claim(file, "default");
    }

    private void start(String name, long total) throws Exception {
        store.start(claim(name).id(), total);
    }

    private void reopen() throws Exception {
        store.close();
        store = openStore();
    }

    private JobStore openStore() throws IOException, InterruptedException {
        JobStore opened = JobStore.open(home, Set.of("default", "search"), new TestClock(), false);
        opened.whenComplete(complete::add);
        return opened;
    }

    private List<Result> results(long job) {
        List<Result> all = new ArrayList<>();
        Iterator<Result> results = store.results(job);
        results.forEachRemaining(all::add);
        return all;
    }

    private static Result answered(long job, long index) {
        return new Result.Answered(job, index, 1, "req", "{\"n\":" + index + "}");
    }

    private static Result failed(long job, long index) {
        return new Result.Failed(job, index, 6, 500, "server_error", "it broke");
    }

    private final class TestClock extends Clock {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            onClock.run();
            return NOW;
        }
    }
}
