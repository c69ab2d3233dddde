package dev.sluice.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PollRhythmTest {
    private long nanos;
    private final PollRhythm rhythm = new PollRhythm(Duration.ofSeconds(30), Duration.ofSeconds(300), () -> nanos);

    private void pass(long seconds) {
        nanos += Duration.ofSeconds(seconds).toNanos();
    }

    @Test
    void nothingChanges_distanceGrowsToTheLongest() {
        rhythm.asked(false, null);
        assertThat(rhythm.left()).isEqualTo(Duration.ofSeconds(45));
        for (int k = 0; k < 20; k++) {
            rhythm.asked(false, null);
        }
        assertThat(rhythm.left()).isEqualTo(Duration.ofSeconds(300));
    }

    @Test
    void somethingChanged_distanceIsTheShortest() {
        rhythm.asked(false, null);
        rhythm.asked(true, null);

        assertThat(rhythm.isDue()).isFalse();
        pass(30);
        assertThat(rhythm.isDue()).isTrue();
    }

    @Test
    void newBatch_isAskedAfterSoon() {
        for (int k = 0; k < 20; k++) {
            rhythm.asked(false, null);
        }
        rhythm.restart();

        assertThat(rhythm.left()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void providerNamesALongerTime_isLeftAloneUntilThen() {
        rhythm.asked(true, Duration.ofSeconds(100));
        assertThat(rhythm.left()).isEqualTo(Duration.ofSeconds(100));

        rhythm.asked(true, Duration.ofMillis(10));
        assertThat(rhythm.left()).isEqualTo(Duration.ofSeconds(30));
    }
}
