package dev.sluice.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.job.JobProgress;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PlainProgressTest {
    private final FakeTime time = new FakeTime();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PlainProgress progress =
            new PlainProgress(new PrintStream(bytes, true, StandardCharsets.UTF_8), time, time);

    private void after(int seconds, JobProgress... jobs) {
        time.pass(Duration.ofSeconds(seconds));
        progress.update(List.of(jobs));
    }

    private List<String> lines() {
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void runningJobs_everyTenSeconds_haveOneAlignedLineEach() {
        after(0, Jobs.running(1, "a.txt", 1000, 0, 0), Jobs.running(2, "books/emma.jsonl", 40, 0, 0));
        after(9, Jobs.running(1, "a.txt", 1000, 90, 0), Jobs.running(2, "books/emma.jsonl", 40, 9, 1));
        assertThat(lines()).isEmpty();

        after(1, Jobs.running(1, "a.txt", 1000, 100, 0), Jobs.running(2, "books/emma.jsonl", 40, 9, 1));

        assertThat(lines())
                .containsExactly(
                        "03:00:10  a.txt               100/1,000   10%      600/min  ETA 1m 30s   retries 0  failed 0",
                        "03:00:10  books/emma.jsonl        10/40   25%       60/min  ETA 30s      retries 0  failed 1");
    }

    @Test
    void whileAllWaits_theReasonStandsInPlaceOfTheForecast() {
        String wait = "user ana: nothing is sent until 2026-11-22T00:00:00Z, the allowance of the day is used up";
        progress.waits(List.of(wait));
        after(0, Jobs.running(1, "a.txt", 1000, 0, 0));
        after(10, Jobs.running(1, "a.txt", 1000, 10, 0));
        after(10, Jobs.running(1, "a.txt", 1000, 10, 0));
        progress.waits(List.of());
        after(10, Jobs.running(1, "a.txt", 1000, 10, 0));

        assertThat(lines()).hasSize(3);
        assertThat(lines().get(0)).contains("ETA 16m 30s");
        assertThat(lines().get(1)).isEqualTo("03:00:20  a.txt     10/1,000    1%  waits: " + wait);
        assertThat(lines().get(2)).contains("ETA ");
    }

    @Test
    void manyJobs_haveOneLineInAll() {
        JobProgress[] jobs = LongStream.range(0, 30)
                .mapToObj(i -> Jobs.running(i, i + ".txt", 10, 5, 0))
                .toArray(JobProgress[]::new);

        after(0, jobs);
        after(10, jobs);

        assertThat(lines()).hasSize(1);
        assertThat(lines().get(0)).contains("30 of 30 jobs", "150/300", "50%");
    }

    @Test
    void tenThousandShortJobs_areSummedUp() {
        JobProgress[] jobs = LongStream.range(0, 10_000)
                .mapToObj(i -> Jobs.done(i, i + ".txt", 1, 0))
                .toArray(JobProgress[]::new);

        after(5, jobs);
        after(5, jobs);

        assertThat(lines()).containsExactly("03:00:10  10,000 jobs done: 10,000 answered, 0 failed");
    }

    @Test
    void fewEndedJobs_areNamedOnce() {
        after(10, Jobs.done(1, "a.txt", 3, 1));
        after(10, Jobs.done(1, "a.txt", 3, 1));

        assertThat(lines()).containsExactly("03:00:10  a.txt done: 3 answered, 1 failed in 10s");
    }

    @Test
    void nothingRuns_nothingIsSaid() {
        after(60);
        after(60);

        assertThat(lines()).isEmpty();
    }

    @Test
    void totalUnknown_isAQuestionMark() {
        after(0, Jobs.running(1, "a.txt", 0, 1, 0));
        after(10, Jobs.running(1, "a.txt", 0, 1, 0));

        assertThat(lines()).hasSize(1);
        assertThat(lines().get(0)).contains("1/?", "?%", "ETA ?");
    }

    @Test
    void closing_tellsOfJobsThatEndedSinceTheLastLine() {
        after(1, Jobs.done(1, "a.txt", 3, 0));
        progress.close();

        assertThat(lines()).hasSize(1);
    }
}
