package dev.sluice.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {
    private final Pace pace = new Pace();

    private static long seconds(long seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }

    @Test
    void nothingNoted_pace_isUnknown() {
        assertThat(pace.perMinute()).isZero();
        assertThat(pace.timeFor(10)).isEmpty();
    }

    @Test
    void steadyGrowth_pace_isPerMinute() {
        pace.note(seconds(0), 100);
        pace.note(seconds(10), 150);

        assertThat(pace.perMinute()).isEqualTo(300);
        assertThat(pace.timeFor(25)).contains(Duration.ofSeconds(5));
    }

    @Test
    void longAgo_isForgotten() {
        pace.note(seconds(0), 0);
        pace.note(seconds(100), 10_000);
        pace.note(seconds(130), 10_030);
        pace.note(seconds(165), 10_060);

        assertThat(pace.perMinute()).isLessThan(100);
    }

    @Test
    void standstill_remainingTime_isUnknown() {
        pace.note(seconds(0), 5);
        pace.note(seconds(30), 5);

        assertThat(pace.perMinute()).isZero();
        assertThat(pace.timeFor(10)).isEmpty();
    }
}
