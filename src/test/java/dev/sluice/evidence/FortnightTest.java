package dev.sluice.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.prompt.Model;
import dev.sluice.prompt.ModelCatalog;
import dev.sluice.prompt.Price;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A simulated fortnight gives a report; it is left in {@code target/evidence} to be looked at. */
class FortnightTest {
    private static final Instant MADE_AT = Instant.parse("2026-11-23T08:30:00Z");

    @Test
    void fortnight_givesAReport() throws Exception {
        EvidenceReport report;
        try (UsageBook book = UsageBook.inMemory(ZoneOffset.UTC)) {
            Fortnight.writeTo(book);
            report = EvidenceReport.of(
                    book.connection(),
                    BusinessDays.before(Fortnight.TODAY, 10, ZoneOffset.UTC),
                    Map.of("default", Fortnight.LIMIT, "embeddings", new PoolLimit(3_000L, 1_000_000L, null)),
                    new ModelCatalog(List.of(
                            model("gpt-5-mini", "0.25", "0.025", "2"),
                            model("text-embedding-3-small", "0.02", "0.02", "0"))),
                    20);
        }

        Path folder = Files.createDirectories(Path.of("target/evidence"));
        String html = report.html(MADE_AT, "Sluice 0.1.0");
        Files.writeString(folder.resolve("report.html"), html);
        Files.writeString(folder.resolve("report.md"), report.markdown(MADE_AT, "Sluice 0.1.0"));
        Files.writeString(folder.resolve("report.csv"), report.csv());

        assertThat(html).contains("<svg").doesNotContain("<script").doesNotContain("src=");
        ModelEvidence mini = report.models.get(0);
        assertThat(mini.form.users()).isEqualTo(42);
        assertThat(mini.total.rateLimited()).isPositive();
        assertThat(mini.tokens.busyMinutes.peak()).isBetween(150_000L, 250_000L);
        assertThat(mini.tokens.trend().percentPerWeek()).isBetween(4.0, 16.0);
        assertThat(mini.form.tokensPerMinute()).isGreaterThanOrEqualTo(mini.tokens.busyMinutes.peak());
        assertThat(mini.form.hourCost()).isNotNull();
    }

    private static Model model(String name, String input, String cached, String output) {
        Price price = new Price(
                LocalDate.of(2026, 9, 1), new BigDecimal(input), new BigDecimal(cached), new BigDecimal(output));
        return new Model(name, "o200k_base", null, 1, List.of(price));
    }
}
