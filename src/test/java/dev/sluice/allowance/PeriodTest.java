package dev.sluice.allowance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeriodTest {
    @ParameterizedTest
    @CsvSource({
        "DAY, UTC, 2026-11-22T12:00:00Z, 2026-11-22, 2026-11-23T00:00:00Z",
        "DAY, Europe/Berlin, 2026-03-29T00:30:00Z, 2026-03-29, 2026-03-29T22:00:00Z",
        "DAY, Europe/Berlin, 2026-03-28T23:30:00Z, 2026-03-29, 2026-03-29T22:00:00Z",
        "DAY, Europe/Berlin, 2026-10-25T12:00:00Z, 2026-10-25, 2026-10-25T23:00:00Z",
        // A zone where the clocks go forward at midnight: the day begins at one.
        "DAY, America/Havana, 2026-03-08T12:00:00Z, 2026-03-08, 2026-03-09T04:00:00Z",
        "WEEK, UTC, 2026-11-22T23:59:59Z, 2026-11-16, 2026-11-23T00:00:00Z",
        "WEEK, Asia/Tokyo, 2026-11-22T15:00:00Z, 2026-11-23, 2026-11-29T15:00:00Z",
        "WEEK, Europe/Berlin, 2026-10-25T12:00:00Z, 2026-10-19, 2026-10-25T23:00:00Z",
        "MONTH, UTC, 2028-02-29T23:00:00Z, 2028-02-01, 2028-03-01T00:00:00Z",
        "MONTH, UTC, 2026-12-31T23:59:59Z, 2026-12-01, 2027-01-01T00:00:00Z",
        "MONTH, Pacific/Auckland, 2026-12-31T12:00:00Z, 2027-01-01, 2027-01-31T11:00:00Z",
    })
    void windows_followTheCalendarOfTheZone(Period period, ZoneId zone, Instant now, String first, Instant end) {
        assertThat(period.firstDay(now, zone)).hasToString(first);
        assertThat(period.end(now, zone)).isEqualTo(end);
    }
}
