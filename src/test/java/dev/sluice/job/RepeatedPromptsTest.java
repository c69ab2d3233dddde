package dev.sluice.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepeatedPromptsTest {
    private static final Set<String> PROFILES = Set.of("default");

    @TempDir
    private Path temporary;

    private HomeFolder home;
    private final Queue<Job> complete = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void setUp() throws IOException {
        home = new HomeFolder(temporary);
        home.create();
    }

    @Test
    void results_ofRepeatedPrompts_areThoseOfTheFirst() throws IOException, InterruptedException {
        try (JobStore store = open()) {
            long job = claimed(store, 5);
            store.repeat(job, 1, 0);
            store.repeat(job, 3, 2);
            store.repeat(job, 4, 0);
            store.store(List.of(failed(job, 2), answered(job, 0)));
            await().until(() -> complete.size() == 1);

            assertThat(collected(store, job))
                    .containsExactly(
                            answered(job, 0), answered(job, 1), failed(job, 2), failed(job, 3), answered(job, 4));
            assertThat(store.progress(job))
                    .extracting(JobProgress::answered, JobProgress::failed)
                    .containsExactly(3L, 2L);
            assertThat(store.job(job).counts().repeated()).isEqualTo(3);
        }
    }

    @Test
    void results_moreThanAPage_comeInOrder() throws IOException, InterruptedException {
        int total = 5_000;
        try (JobStore store = open()) {
            long job = claimed(store, total);
            for (int i = 1; i < total; i++) {
                if (i % 3 == 0) {
                    store.store(List.of(answered(job, i)));
                } else {
                    store.repeat(job, i, 0);
                }
            }
            store.store(List.of(answered(job, 0)));
            await().until(() -> complete.size() == 1);

            assertThat(collected(store, job))
                    .hasSize(total)
                    .extracting(Result::index)
                    .isSorted()
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void restart_whileReading_findsThemAgain() throws IOException, InterruptedException {
        long job;
        try (JobStore store = open()) {
            job = claimed(store, 3);
            store.store(List.of(answered(job, 0)));
            store.repeat(job, 1, 0);
        }
        try (JobStore store = open()) {
            assertThat(store.hasResult(job, 0)).isTrue();
            assertThat(store.hasResult(job, 1)).isFalse();
            store.start(job, 3);
            store.repeat(job, 1, 0);
            store.repeat(job, 2, 0);
            await().until(() -> complete.size() == 1);

            assertThat(store.progress(job).answered()).isEqualTo(3);
            assertThat(store.job(job).counts().repeated()).isEqualTo(2);
        }
    }

    @Test
    void restart_whileWriting_countsThem() throws IOException, InterruptedException {
        long job;
        try (JobStore store = open()) {
            job = claimed(store, 3);
            store.store(List.of(answered(job, 0), failed(job, 1)));
            store.repeat(job, 2, 1);
            await().until(() -> complete.size() == 1);
            store.writing(job);
        }
        try (JobStore store = open()) {
            assertThat(store.progress(job))
                    .extracting(JobProgress::answered, JobProgress::failed)
                    .containsExactly(1L, 2L);
            assertThat(store.job(job).counts().repeated()).isEqualTo(1);
            assertThat(collected(store, job)).hasSize(3);
        }
    }

    private JobStore open() throws IOException, InterruptedException {
        JobStore store = JobStore.open(home, PROFILES, Clock.systemUTC(), true);
        store.whenComplete(complete::add);
        return store;
    }

    private long claimed(JobStore store, long total) throws IOException, InterruptedException {
        Path file = home.inbox().resolve("a.txt");
        Files.writeString(file, "x");
        Job job = store.claim(file, "default");
        store.start(job.id(), total);
        return job.id();
    }

    private static List<Result> collected(JobStore store, long job) {
        List<Result> results = new ArrayList<>();
        store.results(job).forEachRemaining(results::add);
        return results;
    }

    private static Result answered(long job, long index) {
        return new Result.Answered(job, index, 1, "", "{}");
    }

    private static Result failed(long job, long index) {
        return new Result.Failed(job, index, 2, 500, "server_error", "it broke");
    }
}
