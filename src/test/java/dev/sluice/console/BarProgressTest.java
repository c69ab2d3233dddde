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

class BarProgressTest {
    private static final String REDRAW = "\r\u001b[J";
    private final FakeTime time = new FakeTime();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Screen screen = new Screen(new PrintStream(bytes, true, StandardCharsets.UTF_8));

    private BarProgress progress(boolean unicode) {
        return new BarProgress(screen, unicode, () -> 100, time, time);
    }

    private String written() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private List<String> lastDrawn() {
        return written()
                .substring(written().contains(REDRAW) ? written().lastIndexOf(REDRAW) + REDRAW.length() : 0)
                .lines()
                .toList();
    }

    private static JobProgress[] running(int jobs) {
        return LongStream.range(0, jobs)
                .mapToObj(i -> Jobs.running(i, "file-" + i + ".txt", 200, 50, 2))
                .toArray(JobProgress[]::new);
    }

    @Test
    void runningJob_hasALine_thatFitsTheTerminal() {
        BarProgress progress = progress(false);
        time.pass(Duration.ofSeconds(2));

        progress.update(List.of(running(1)));

        assertThat(lastDrawn()).hasSize(1);
        assertThat(lastDrawn().get(0))
                .hasSizeLessThan(100)
                .startsWith("file-0.txt")
                .contains("26%", " 52/200", "/min", "failed 2", "retries 0");
        progress.close();
    }

    @Test
    void whileAllWaits_theReasonStandsInPlaceOfTheForecast_andFitsTheTerminal() {
        BarProgress progress = progress(false);
        progress.waits(
                List.of("user ana: nothing is sent until 2026-11-22T00:00:00Z, the allowance of the day is used up"));
        time.pass(Duration.ofSeconds(2));
        progress.update(List.of(running(1)));
        assertThat(lastDrawn().get(0)).doesNotContain("waits");
        time.pass(Duration.ofSeconds(10));

        progress.update(List.of(running(1)));

        assertThat(lastDrawn().get(0))
                .hasSizeLessThan(100)
                .startsWith("file-0.txt")
                .contains("52/200   26%  waits: user ana: nothing is sent until 2026-11-22T00:00:00Z");
        progress.close();
    }

    @Test
    void terminalWithoutUnicode_hasAsciiOnly() {
        BarProgress progress = progress(false);
        time.pass(Duration.ofSeconds(2));

        progress.update(List.of(running(3)));

        assertThat(written())
                .matches(text -> StandardCharsets.US_ASCII.newEncoder().canEncode(text));
        progress.close();
    }

    @Test
    void manyJobs_haveEightBarsAndOneLineForTheOthers() {
        BarProgress progress = progress(true);
        time.pass(Duration.ofSeconds(2));

        progress.update(List.of(running(20)));

        assertThat(lastDrawn()).hasSize(9);
        assertThat(lastDrawn().get(8)).isEqualTo("and 12 more jobs: 624 of 2,400 prompts done");
        progress.close();
    }

    @Test
    void jobThatOnlyJustBegan_hasNoBarYet() {
        BarProgress progress = progress(true);

        progress.update(List.of(running(1)));

        assertThat(lastDrawn()).containsExactly("1 job: 52 of 200 prompts done");
        progress.close();
    }

    @Test
    void closing_takesTheBarsDown_andNamesWhatEnded() {
        BarProgress progress = progress(true);
        time.pass(Duration.ofSeconds(2));
        progress.update(List.of(running(1)));
        progress.update(List.of(Jobs.done(0, "file-0.txt", 198, 2)));

        progress.close();

        assertThat(written()).endsWith(REDRAW).containsOnlyOnce("file-0.txt done: 198 answered, 2 failed in 2s");
    }

    @Test
    void tenThousandShortJobs_leaveFewLines() {
        BarProgress progress = progress(true);
        for (int tick = 1; tick <= 100; tick++) {
            time.pass(Duration.ofMillis(250));
            JobProgress[] jobs = LongStream.range(0, tick * 100L)
                    .mapToObj(i -> Jobs.done(i, i + ".txt", 1, 0))
                    .toArray(JobProgress[]::new);
            progress.update(List.of(jobs));
        }
        progress.close();

        assertThat(written().lines()).hasSizeLessThan(10);
    }
}
