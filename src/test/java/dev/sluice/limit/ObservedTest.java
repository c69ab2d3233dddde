package dev.sluice.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What headers can mean. */
class ObservedTest {
    @ParameterizedTest(name = "limit {0}, left {1}, reset {2}: per day {3}, refills within a minute {4}")
    @CsvSource({
        // a bucket of a day, as Groq tells it
        "14400, 14399, PT6S, true, false",
        "14400, 14370, PT2M59.56S, true, false",
        "1000, 0, PT23H10M, true, false",
        // a bucket of a minute
        "60, 59, PT1S, false, true",
        "60, 0, PT60S, false, true",
        "250000, 249500, PT0.12S, false, true",
        // a fixed window of a minute
        "60, 59, PT59S, false, false",
        "60, 10, PT5S, false, false",
        // rounded to whole seconds, always the same, always none
        "2000, 1999, PT1S, false, true",
        "120, 119, PT6M, false, false",
        "120, 60, PT0S, false, true",
        // a bucket of a second
        "3000, 49, PT0.02S, false, false"
    })
    void headers_areOfADayOrAMinute(long limit, long left, Duration reset, boolean perDay, boolean refills) {
        Observed observed = new Observed(limit, left, reset);

        assertThat(observed.perDay()).isEqualTo(perDay);
        assertThat(observed.maybeBucketOfMinute()).isEqualTo(refills);
    }
}
