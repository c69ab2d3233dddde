package dev.sluice.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BusinessDaysTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @ParameterizedTest
    @CsvSource({
        "2026-11-22, 10, 2026-11-09, 2026-11-20",
        "2026-11-23, 10, 2026-11-09, 2026-11-20",
        "2026-11-24, 10, 2026-11-10, 2026-11-23",
        "2026-03-02, 3, 2026-02-25, 2026-02-27",
        "2027-01-01, 1, 2026-12-31, 2026-12-31",
    })
    void lastDays_endBeforeToday_acrossWeekendsAndMonths(LocalDate today, int count, LocalDate first, LocalDate last) {
        BusinessDays days = BusinessDays.before(today, count, ZoneOffset.UTC);

        assertThat(days.count()).isEqualTo(count);
        assertThat(days.first()).isEqualTo(first);
        assertThat(days.last()).isEqualTo(last);
    }

    @Test
    void changeOfTheClocks_minutes_areThoseOfTheRealDays() {
        // The clocks change on Sundays in Berlin; in Cairo they go forward on a Friday.
        LocalDate friday = LocalDate.of(2026, 4, 24);

        assertThat(BusinessDays.between(friday, friday, ZoneId.of("Africa/Cairo"))
                        .minutes())
                .isEqualTo(23 * 60);
        assertThat(BusinessDays.between(friday, friday, BERLIN).minutes()).isEqualTo(24 * 60);
    }

    @Test
    void weekendOnly_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BusinessDays.between(LocalDate.of(2026, 11, 21), LocalDate.of(2026, 11, 22), BERLIN))
                .withMessageContaining("no business day");
    }

    @Test
    void lastBeforeFirst_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BusinessDays.between(LocalDate.of(2026, 11, 20), LocalDate.of(2026, 11, 9), BERLIN))
                .withMessage("the last day is before the first: from=2026-11-20 to=2026-11-09");
    }
}
