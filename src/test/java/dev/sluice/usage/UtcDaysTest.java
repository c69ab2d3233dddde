package dev.sluice.usage;

import static dev.sluice.usage.LedgerFixture.ANA;
import static dev.sluice.usage.LedgerFixture.price;
import static dev.sluice.usage.LedgerFixture.use;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class UtcDaysTest {
    private static final LocalDate SATURDAY = LocalDate.of(2026, 11, 21);
    private static final LocalDate SUNDAY = LocalDate.of(2026, 11, 22);

    private static RequestUse empty(RequestUse.Outcome outcome, int carried) {
        return new RequestUse(
                Instant.parse("2026-11-21T12:00:00Z"),
                "pool",
                "m",
                ANA,
                Service.STANDARD,
                outcome,
                carried,
                Duration.ZERO,
                null,
                List.of());
    }

    @Test
    void days_areThoseOfUtc_whateverTheZoneOfTheLedger() throws Exception {
        try (LedgerFixture ledger = new LedgerFixture(ZoneId.of("Asia/Tokyo"), price("2026-01-01", "2", "0.5", "10"))) {
            ledger.write(use("2026-11-21T23:59:59.999Z", 10), use("2026-11-22T00:00:00Z", 7));

            assertThat(UtcDays.of(ledger.connection(), SATURDAY, SATURDAY))
                    .containsExactly(new DayUse(SATURDAY, "m", 1, new UsedTokens(10, 0, 0), 20, 0));
            assertThat(UtcDays.of(ledger.connection(), SATURDAY, SUNDAY)).hasSize(2);
        }
    }

    @Test
    void requests_areThoseThatTheModelHasWorkedOn() throws Exception {
        try (LedgerFixture ledger = new LedgerFixture(ZoneOffset.UTC)) {
            ledger.write(
                    use("2026-11-21T10:00:00Z", 10),
                    empty(RequestUse.Outcome.RATE_LIMITED, 1),
                    empty(RequestUse.Outcome.FAILED, 1),
                    empty(RequestUse.Outcome.ANSWERED, 0),
                    empty(RequestUse.Outcome.RUN_ANSWERED, 1));

            assertThat(UtcDays.of(ledger.connection(), SATURDAY, SATURDAY))
                    .containsExactly(new DayUse(SATURDAY, "m", 2, new UsedTokens(10, 0, 0), 0, 1));
        }
    }

    @Test
    void emptyLedger_hasNothing() throws Exception {
        try (LedgerFixture ledger = new LedgerFixture(ZoneOffset.UTC)) {
            assertThat(UtcDays.of(ledger.connection(), SATURDAY, SUNDAY)).isEmpty();
        }
    }
}
