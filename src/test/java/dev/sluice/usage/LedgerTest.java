package dev.sluice.usage;

import static dev.sluice.usage.LedgerFixture.ANA;
import static dev.sluice.usage.LedgerFixture.BEN;
import static dev.sluice.usage.LedgerFixture.price;
import static dev.sluice.usage.LedgerFixture.use;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.sluice.usage.UsageReport.By;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LedgerTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:30Z");

    @Test
    void requestOfTwoUsers_countsForTheFirst_itsTokensForEach() {
        try (LedgerFixture ledger = new LedgerFixture(ZoneOffset.UTC, price("2026-01-01", "2", "0.5", "10"))) {
            PromptUse ana = new PromptUse(1, 0, ANA, new UsedTokens(100, 40, 3));
            PromptUse ben = new PromptUse(2, 7, BEN, new UsedTokens(10, 0, 1));

            ledger.write(use(NOON, Service.STANDARD, null, List.of(ana, ben)));

            assertThat(ledger.by(By.USER, "2026-11-22", "2026-11-22"))
                    .containsExactly(
                            new UsageSum("ana", 1, 1, 100, 40, 3, 170, 0, 0, 250),
                            new UsageSum("ben", 0, 1, 10, 0, 1, 30, 0, 0, 0));
        }
    }

    @ParameterizedTest
    @CsvSource({"STANDARD, 1000", "FLEX, 500", "BATCH, 500"})
    void batchAndFlex_costHalf(Service service, long microUsd) {
        try (LedgerFixture ledger = new LedgerFixture(ZoneOffset.UTC, price("2026-01-01", "10", "10", "1"))) {
            ledger.write(use(NOON, service, null, List.of(new PromptUse(1, 0, ANA, new UsedTokens(100, 0, 0)))));

            assertThat(ledger.total().costMicroUsd()).isEqualTo(microUsd);
        }
    }

    @Test
    void price_isThatOfTheDay_inTheZoneOfTheLedger() {
        try (LedgerFixture ledger = new LedgerFixture(
                ZoneId.of("Europe/Berlin"), price("2026-01-01", "1", "1", "1"), price("2026-11-01", "5", "5", "5"))) {
            ledger.write(use("2026-10-31T22:59:59Z", 10), use("2026-10-31T23:00:00Z", 10));

            assertThat(ledger.by(By.DAY, "2026-10-01", "2026-11-30"))
                    .extracting(UsageSum::name, UsageSum::costMicroUsd)
                    .containsExactly(tuple("2026-10-31", 10L), tuple("2026-11-01", 50L));
        }
    }

    @Test
    void promptsWithoutAPrice_costNothing_andAreCounted() {
        try (LedgerFixture ledger = new LedgerFixture(ZoneOffset.UTC, price("2027-01-01", "1", "1", "1"))) {
            ledger.write(use("2026-11-22T12:00:00Z", 10));

            assertThat(ledger.total())
                    .extracting(UsageSum::costMicroUsd, UsageSum::unpriced)
                    .containsExactly(0L, 1L);
            assertThat(ledger.row("SELECT COUNT(*) FROM usage_requests WHERE cost_microusd IS NULL"))
                    .containsExactly(1L);
        }
    }

    @Test
    void refusedRequest_isCountedWithItsWait_withoutPrompts() {
        try (LedgerFixture ledger = new LedgerFixture(ZoneOffset.UTC)) {
            ledger.write(use(NOON, Service.STANDARD, null, List.of()));

            assertThat(ledger.total()).isEqualTo(new UsageSum("all", 1, 0, 0, 0, 0, 0, 0, 1, 250));
        }
    }

    @Test
    void markedRequest_thatComesInAgain_countsOnce() {
        try (LedgerFixture ledger = new LedgerFixture(ZoneOffset.UTC)) {
            long mark = RequestUse.markOf("token-7");
            List<PromptUse> prompts = List.of(new PromptUse(1, 7, ANA, new UsedTokens(5, 0, 1)));

            ledger.write(use(NOON, Service.BATCH, mark, prompts), use(NOON, Service.BATCH, mark, prompts));
            ledger.write(use(NOON.plusSeconds(60), Service.BATCH, mark, prompts));

            assertThat(ledger.total())
                    .extracting(UsageSum::requests, UsageSum::prompts, UsageSum::inputTokens)
                    .containsExactly(1L, 1L, 5L);
        }
    }

    /** The clock goes from 02:00 to 03:00 on 29 March and from 03:00 to 02:00 on 25 October. */
    @ParameterizedTest
    @CsvSource({
        "2026-03-28T22:59:59Z, 2026-03-28",
        "2026-03-28T23:00:00Z, 2026-03-29",
        "2026-03-29T00:59:59Z, 2026-03-29",
        "2026-03-29T01:00:00Z, 2026-03-29",
        "2026-03-29T21:59:59Z, 2026-03-29",
        "2026-03-29T22:00:00Z, 2026-03-30",
        "2026-10-24T21:59:59Z, 2026-10-24",
        "2026-10-24T22:00:00Z, 2026-10-25",
        "2026-10-25T00:30:00Z, 2026-10-25",
        "2026-10-25T01:30:00Z, 2026-10-25",
        "2026-10-25T22:59:59Z, 2026-10-25",
        "2026-10-25T23:00:00Z, 2026-10-26",
        "2026-02-28T22:59:59Z, 2026-02-28",
        "2026-02-28T23:00:00Z, 2026-03-01",
        "2028-02-28T23:00:00Z, 2028-02-29",
        "2026-12-31T23:00:00Z, 2027-01-01",
    })
    void day_isThatOfTheZone_overChangesOfTheClockAndEndsOfMonths(String at, String day) {
        try (LedgerFixture ledger = new LedgerFixture(ZoneId.of("Europe/Berlin"))) {
            ledger.write(use(at, 10));

            assertThat(ledger.by(By.DAY, "2026-01-01", "2028-12-31"))
                    .extracting(UsageSum::name)
                    .containsExactly(day);
            LocalDate date = LocalDate.parse(day);
            assertThat(ledger.by(By.USER, day, day)).hasSize(1);
            assertThat(ledger.by(
                            By.USER,
                            date.minusDays(1).toString(),
                            date.minusDays(1).toString()))
                    .isEmpty();
            assertThat(ledger.by(
                            By.USER,
                            date.plusDays(1).toString(),
                            date.plusDays(1).toString()))
                    .isEmpty();
        }
    }

    @Test
    void dayOfTheClockChange_has25Hours() {
        try (LedgerFixture ledger = new LedgerFixture(ZoneId.of("Europe/Berlin"))) {
            Instant midnight = Instant.parse("2026-10-24T22:00:00Z");
            for (int hour = 0; hour < 26; hour++) {
                ledger.write(use(midnight.plusSeconds(hour * 3_600L).toString(), 1));
            }

            assertThat(ledger.by(By.DAY, "2026-10-25", "2026-10-26"))
                    .extracting(UsageSum::inputTokens)
                    .containsExactly(25L, 1L);
        }
    }

    @Test
    void useOfAUser_isThatOfItsDays() throws SQLException {
        try (LedgerFixture ledger = new LedgerFixture(ZoneOffset.UTC)) {
            ledger.write(
                    use("2026-11-22T11:59:59Z", 1), use("2026-11-22T12:00:00Z", 2), use("2026-11-22T12:04:59Z", 4));
            ledger.write(use("2026-11-22T12:05:00Z", 8));

            LocalDate day = LocalDate.parse("2026-11-22");
            assertThat(UsageReport.ofUser(ledger.connection(), "ana", day, day).inputTokens())
                    .isEqualTo(15);
            assertThat(UsageReport.ofUser(ledger.connection(), "nobody", day, day))
                    .isEqualTo(UsageSum.none("nobody"));
        }
    }

    @Test
    void oldRequests_areRemovedWithTheirPrompts_theirSumsStay() throws SQLException {
        try (LedgerFixture ledger = new LedgerFixture(ZoneOffset.UTC)) {
            for (int day = 0; day < 3_000; day++) {
                ledger.write(use(NOON.plusSeconds(day * 60L).toString(), 1));
            }

            Instant before = NOON.plusSeconds(2_500 * 60L);
            assertThat(OldUsage.removeSome(ledger.connection(), before)).isTrue();
            assertThat(OldUsage.removeSome(ledger.connection(), before)).isFalse();
            assertThat(OldUsage.removeSome(ledger.connection(), before)).isFalse();

            assertThat(ledger.row("SELECT COUNT(*), (SELECT COUNT(*) FROM usage_prompts) FROM usage_requests"))
                    .containsExactly(500L, 500L);
            assertThat(ledger.total().requests()).isEqualTo(3_000);
        }
    }
}
