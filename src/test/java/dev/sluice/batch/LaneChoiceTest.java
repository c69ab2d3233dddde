package dev.sluice.batch;

import static dev.sluice.batch.TestBatches.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.job.Job;
import dev.sluice.job.JobCounts;
import dev.sluice.job.JobProgress;
import dev.sluice.prompt.LaneRule;
import dev.sluice.prompt.LaneRule.Lane;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LaneChoiceTest {
    private static LaneRule auto(Duration deadline) {
        return new LaneRule(Lane.AUTO, deadline, 2, true);
    }

    private static Job job(long prompts) {
        return new Job(
                1, "a.jsonl", "default", "a", JobProgress.State.RUNNING, prompts, NOW, false, false, JobCounts.NONE);
    }

    private static LaneChoice after(Duration time) {
        return new LaneChoice(1_000, Duration.ofHours(1), Clock.fixed(NOW.plus(time), ZoneOffset.UTC));
    }

    @ParameterizedTest
    @CsvSource({"999,8,false", "1000,8,true", "1000,0,false"})
    void auto_largeAndWithTime_goesInBatches(long prompts, long hours, boolean expected) {
        assertThat(after(Duration.ZERO).goesInBatches(auto(Duration.ofHours(hours)), job(prompts), Duration.ZERO))
                .isEqualTo(expected);
    }

    @Test
    void auto_withoutDeadline_hasTimeForEver() {
        assertThat(after(Duration.ofDays(100)).goesInBatches(auto(null), job(1_000), Duration.ofDays(9)))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"359,0,false", "360,0,true", "299,90,false", "300,90,true"})
    void auto_deadlineComesNear_restIsFinishedOnline(long minutes, long minutesOnline, boolean late) {
        assertThat(after(Duration.ofMinutes(minutes))
                        .isLate(auto(Duration.ofHours(8)), job(1_000), Duration.ofMinutes(minutesOnline)))
                .isEqualTo(late);
    }

    @Test
    void batchAndOnline_areWhatTheySay() {
        LaneChoice choice = after(Duration.ofDays(2));
        LaneRule batch = new LaneRule(Lane.BATCH, Duration.ofHours(1), 2, true);

        assertThat(choice.goesInBatches(batch, job(1), Duration.ZERO)).isTrue();
        assertThat(choice.isLate(batch, job(1), Duration.ZERO)).isFalse();
        assertThat(choice.goesInBatches(LaneRule.ONLINE, job(1_000_000), Duration.ZERO))
                .isFalse();
    }
}
