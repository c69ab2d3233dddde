package dev.sluice.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.sluice.prompt.Model;
import dev.sluice.prompt.ModelCatalog;
import dev.sluice.prompt.Price;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class EvidenceReportTest {
    private static final Instant MADE_AT = Instant.parse("2026-11-23T08:30:00Z");
    private static final LocalDate MONDAY = LocalDate.of(2026, 11, 9);
    private static final BusinessDays TWO_WEEKS = BusinessDays.between(MONDAY, MONDAY.plusDays(11), ZoneOffset.UTC);
    private static final ModelCatalog NO_PRICES = new ModelCatalog(List.of());

    /** One entry of the book. */
    record Entry(Instant at, String model, String user, long requests, long tokens) {}

    @Property(tries = 60)
    void anyHistory_figures_areThoseOfANaiveReckoning(@ForAll("histories") List<Entry> history) throws Exception {
        // Two weeks in which the clocks change, on a Friday.
        ZoneId zone = ZoneId.of("Africa/Cairo");
        BusinessDays window = BusinessDays.between(LocalDate.of(2026, 4, 20), LocalDate.of(2026, 5, 1), zone);
        try (UsageBook book = UsageBook.inMemory(zone)) {
            history.forEach(e -> book.add(e.at(), e.model(), e.user(), e.requests(), e.tokens()));
            EvidenceReport report = EvidenceReport.of(book.connection(), window, Map.of(), NO_PRICES, 20);

            Set<String> used = new HashSet<>();
            for (Entry entry : history) {
                if (isBusinessDay(entry, window)) {
                    used.add(entry.model());
                }
            }
            assertThat(report.models.stream().map(model -> model.use.model()))
                    .containsExactlyInAnyOrderElementsOf(used);
            report.models.forEach(model -> assertNaive(model, history, window));
        }
    }

    private static void assertNaive(ModelEvidence found, List<Entry> history, BusinessDays window) {
        Map<Long, Long> minutes = new TreeMap<>();
        Map<LocalDate, Long> days = new HashMap<>();
        Set<String> users = new HashSet<>();
        for (Entry entry : history) {
            if (entry.model().equals(found.use.model()) && isBusinessDay(entry, window)) {
                minutes.merge(entry.at().getEpochSecond() / 60, entry.tokens(), Long::sum);
                days.merge(entry.at().atZone(window.zone()).toLocalDate(), entry.tokens(), Long::sum);
                users.add(entry.user());
            }
        }
        List<Long> busy = new ArrayList<>(minutes.values());
        List<Long> all = new ArrayList<>(busy);
        // Ten days, one of which lacks an hour.
        all.addAll(Collections.nCopies(10 * 24 * 60 - 60 - busy.size(), 0L));
        List<Long> ofDays =
                window.days().stream().map(day -> days.getOrDefault(day, 0L)).toList();

        assertThat(found.tokens.busyMinutes.count()).isEqualTo(busy.size());
        assertThat(found.tokens.busyMinutes.peak()).isEqualTo(Collections.max(busy));
        assertThat(found.tokens.busyMinutes.p95()).isEqualTo(DistributionTest.naiveP95(busy));
        assertThat(found.tokens.allMinutes.count()).isEqualTo(all.size());
        assertThat(found.tokens.days.peak()).isEqualTo(Collections.max(ofDays));
        assertThat(found.tokens.days.p95()).isEqualTo(DistributionTest.naiveP95(ofDays));
        assertThat(found.total.tokens())
                .isEqualTo(busy.stream().mapToLong(Long::longValue).sum());
        assertThat(found.form.users()).isEqualTo(users.size());
    }

    private static boolean isBusinessDay(Entry entry, BusinessDays window) {
        LocalDate day = entry.at().atZone(window.zone()).toLocalDate();
        return !day.isBefore(window.first())
                && !day.isAfter(window.last())
                && day.getDayOfWeek() != DayOfWeek.SATURDAY
                && day.getDayOfWeek() != DayOfWeek.SUNDAY;
    }

    @Provide
    Arbitrary<List<Entry>> histories() {
        long from = Instant.parse("2026-04-17T00:00:00Z").getEpochSecond();
        Arbitrary<Instant> moments =
                Arbitraries.longs().between(0, 17 * 24 * 60).map(minute -> Instant.ofEpochSecond(from + minute * 60));
        return Combinators.combine(
                        moments,
                        Arbitraries.of("a", "b"),
                        Arbitraries.of("x", "y", "z"),
                        Arbitraries.longs().between(1, 50),
                        Arbitraries.longs().between(0, 100_000))
                .as(Entry::new)
                .list()
                .ofMaxSize(60);
    }

    @Test
    void emptyHistory_saysSo_andInventsNothing() throws Exception {
        try (UsageBook book = UsageBook.inMemory(ZoneOffset.UTC)) {
            EvidenceReport report = report(book, PoolLimit.UNKNOWN, NO_PRICES);

            assertThat(report.isEmpty()).isTrue();
            assertThat(report.html(MADE_AT, "Sluice"))
                    .contains("No use was recorded")
                    .doesNotContain("<svg");
            assertThat(report.markdown(MADE_AT, "Sluice")).contains("No use was recorded");
            assertThat(report.csv().lines()).hasSize(1);
        }
    }

    @Test
    void historyThatBeganLater_hasNoEstimate_andSaysSo() throws Exception {
        try (UsageBook book = UsageBook.inMemory(ZoneOffset.UTC)) {
            for (int day = 3; day < 12; day++) {
                book.add(noonOf(MONDAY.plusDays(day)), "gpt", "u", 5, 500);
            }
            EvidenceReport report = report(book, PoolLimit.UNKNOWN, NO_PRICES);

            assertThat(report.models.get(0).form.cells())
                    .startsWith("gpt", "too little data", "too little data", "1")
                    .endsWith("too little data");
            assertThat(report.markdown(MADE_AT, "Sluice"))
                    .contains("use is recorded since Thu 12 Nov 2026, which is 7 of the 10 business days");
        }
    }

    @Test
    void fewDays_haveNoEstimate() throws Exception {
        try (UsageBook book = UsageBook.inMemory(ZoneOffset.UTC)) {
            fill(book, "gpt");
            BusinessDays window = BusinessDays.between(MONDAY.plusDays(1), MONDAY.plusDays(3), ZoneOffset.UTC);
            EvidenceReport report = EvidenceReport.of(book.connection(), window, Map.of(), NO_PRICES, 20);

            assertThat(report.markdown(MADE_AT, "Sluice")).contains("it takes at least 5 business days");
        }
    }

    @Test
    void monthEnd_days_areTold() throws Exception {
        LocalDate monday = LocalDate.of(2026, 9, 28);
        BusinessDays window = BusinessDays.between(monday, monday.plusDays(4), ZoneOffset.UTC);
        try (UsageBook book = UsageBook.inMemory(ZoneOffset.UTC)) {
            window.days().forEach(day -> book.add(noonOf(day), "gpt", "u", 2, day.getDayOfMonth() * 10L));
            book.add(monday.plusDays(5).atStartOfDay(ZoneOffset.UTC).toInstant(), "gpt", "u", 99, 99);
            EvidenceReport report = EvidenceReport.of(book.connection(), window, Map.of(), NO_PRICES, 20);

            assertThat(report.models.get(0).use.ofDays(Totals::tokens)).containsExactly(280, 290, 300, 10, 20);
        }
    }

    @Test
    void useAtTheLimit_estimate_startsFromTheBusiestMinute() throws Exception {
        try (UsageBook book = UsageBook.inMemory(ZoneOffset.UTC)) {
            TWO_WEEKS.days().forEach(day -> {
                book.add(noonOf(day).minusSeconds(3600), "gpt", "u", 5, 300);
                book.add(noonOf(day), "default", "gpt", "u", new Totals(10, 10, 900, 0, 100, 0, 0, 2, 90_000));
            });
            EvidenceReport report = report(book, new PoolLimit(100L, 1_000L, null), NO_PRICES);
            ModelEvidence model = report.models.get(0);

            assertThat(model.isHeldDown()).isTrue();
            assertThat(model.form.tokensPerMinute()).isEqualTo(1_200);
            assertThat(model.form.evidence())
                    .contains("The busiest minute took 100 % of the limit of 1,000 tokens a minute")
                    .contains("20 requests were refused (429), requests waited 15 minutes in all")
                    .contains("which was reached in 10 different minutes");
            assertThat(model.form.costText()).isEqualTo("no price known");
        }
    }

    @Test
    void pacingOfMilliseconds_isNoMinuteAtTheLimit_andToldAsItIs() throws Exception {
        try (UsageBook book = UsageBook.inMemory(ZoneOffset.UTC)) {
            TWO_WEEKS.days().forEach(day -> book.add(noonOf(day), "gpt", "u", 3, 300));
            book.add(noonOf(MONDAY).plusSeconds(60), "default", "gpt", "u", new Totals(1, 1, 90, 0, 10, 0, 0, 0, 8));
            EvidenceReport report = report(book, new PoolLimit(100L, 1_000L, null), NO_PRICES);

            assertThat(report.models.get(0).use.limitedMinutes()).isZero();
            assertThat(report.models.get(0).form.evidence())
                    .contains("no minute was at the limit: requests waited 8 ms in all to keep an even pace");
            assertThat(report.markdown(MADE_AT, "Sluice"))
                    .contains("8 ms, added up over all requests")
                    .contains("or requests waited for it 1 second or more in sum");
        }
    }

    @Test
    void oneBusyMinute_atTheLimit_isToldInTheSingular() throws Exception {
        try (UsageBook book = UsageBook.inMemory(ZoneOffset.UTC)) {
            book.add(noonOf(MONDAY), "default", "gpt", "u", new Totals(1, 1, 90, 0, 10, 0, 0, 1, 1_000));
            EvidenceReport report = report(book, new PoolLimit(100L, 1_000L, null), NO_PRICES);

            assertThat(report.models.get(0).form.evidence())
                    .contains("1 request was refused (429), requests waited 1 second in all for the limit,"
                            + " which was reached in one minute.");
            assertThat(report.markdown(MADE_AT, "Sluice")).contains("with 1 busy minute of 14,400");
        }
    }

    @Test
    void needBelowTheLimit_reportSaysThatTodaysLimitSuffices() throws Exception {
        try (UsageBook book = UsageBook.inMemory(ZoneOffset.UTC)) {
            fill(book, "gpt");
            EvidenceReport report = report(book, new PoolLimit(100L, 1_000L, null), NO_PRICES);

            assertThat(report.models.get(0).form.cells())
                    .startsWith("gpt", "360 (today's limit suffices)", "4 (today's limit suffices)");
            assertThat(report.models.get(0).form.evidence())
                    .endsWith("Today's limit suffices for the projected need: no higher one is needed.");
            assertThat(report.markdown(MADE_AT, "Sluice"))
                    .contains("Today's limit of 1,000 a minute suffices.", "Today's limit of 100 a minute suffices.");
        }
    }

    @Test
    void needBelowALimitThatOthersShare_isToldOfTheModelAlone() throws Exception {
        try (UsageBook book = UsageBook.inMemory(ZoneOffset.UTC)) {
            fill(book, "gpt");
            fill(book, "other");
            EvidenceReport report = report(book, new PoolLimit(100L, 1_000L, null), NO_PRICES);

            assertThat(report.models.get(0).form.evidence()).doesNotContain("suffices");
            assertThat(report.markdown(MADE_AT, "Sluice"))
                    .contains("Today's limit of 1,000 a minute suffices for this model alone; others share it: other.");
        }
    }

    @Test
    void times_areToldTruthfully() {
        assertThat(Words.time(0)).isEqualTo("0 ms");
        assertThat(Words.time(999)).isEqualTo("999 ms");
        assertThat(Words.time(1_999)).isEqualTo("1 second");
        assertThat(Words.time(60_000)).isEqualTo("1 minute");
        assertThat(Words.time(90_000)).isEqualTo("1.5 minutes");
        assertThat(Words.time(36_060_000)).isEqualTo("601 minutes");
    }

    @Test
    void modelWhoseTokensCountLess_shareOfLimit_isOfItsUnits() throws Exception {
        ModelCatalog catalog = new ModelCatalog(List.of(new Model("curie", "r50k_base", null, 25, List.of())));
        try (UsageBook book = UsageBook.inMemory(ZoneOffset.UTC)) {
            TWO_WEEKS.days().forEach(day -> book.add(noonOf(day), "curie", "u", 1, 25_000));
            EvidenceReport report = report(book, new PoolLimit(null, 2_000L, null), catalog);

            assertThat(report.models.get(0).tokens.peakPercent()).isEqualTo(50);
        }
    }

    @Test
    void images_haveNoTokens_andCostAsRecorded() throws Exception {
        try (UsageBook book = UsageBook.inMemory(ZoneOffset.UTC)) {
            TWO_WEEKS
                    .days()
                    .forEach(day -> book.add(
                            noonOf(day), "default", "dall-e-2", "u", new Totals(50, 50, 0, 0, 0, 1_000_000, 0, 0, 0)));
            EvidenceReport report = EvidenceReport.of(
                    book.connection(), TWO_WEEKS, Map.of("default", new PoolLimit(null, null, 50L)), NO_PRICES, 0);

            assertThat(report.models.get(0).form.cells())
                    .startsWith("dall-e-2", "n/a", "50 images", "1")
                    .endsWith("$60");
        }
    }

    @Test
    void priceOfTheTime_isTaken() throws Exception {
        ModelCatalog catalog = new ModelCatalog(List.of(new Model(
                "gpt",
                "o200k_base",
                null,
                1,
                List.of(price(LocalDate.of(2026, 1, 1), 1), price(LocalDate.of(2027, 1, 1), 9)))));
        try (UsageBook book = UsageBook.inMemory(ZoneOffset.UTC)) {
            TWO_WEEKS.days().forEach(day -> book.add(noonOf(day), "gpt", "u", 1, 1_000_000));
            EvidenceReport report = EvidenceReport.of(book.connection(), TWO_WEEKS, Map.of(), catalog, 0);

            assertThat(report.models.get(0).form.costText()).isEqualTo("$60");
        }
    }

    @Test
    void oddNames_breakNoFormat() throws Exception {
        String odd = "=cmd|' /C calc'!A1<script>alert(\"1\")</script>\u202e*_`|\n[x](y)&amp;";
        try (UsageBook book = UsageBook.inMemory(ZoneOffset.UTC)) {
            fill(book, odd);
            EvidenceReport report = report(book, new PoolLimit(10L, 10L, null), NO_PRICES);

            String html = report.html(MADE_AT, "Sluice");
            assertThat(html)
                    .doesNotContain("<script")
                    .doesNotContain("\u202e")
                    .contains("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;")
                    .contains("&amp;amp;");
            assertThat(report.markdown(MADE_AT, "Sluice"))
                    .contains("\\| ' /C calc'!A1&lt;script&gt;".replace(" '", "'"))
                    .contains("\\[x\\](y)&amp;amp;")
                    .doesNotContain("<script");
            try (CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(report.csv())) {
                NamedCsvRecord row = csv.stream().findFirst().orElseThrow();
                assertThat(row.getField("model")).startsWith("'=cmd|");
                assertThat(row.getField("requests")).isEqualTo("30");
            }
        }
    }

    @Test
    void modelInTwoPools_isTwoRows_thatNameThem() throws Exception {
        try (UsageBook book = UsageBook.inMemory(ZoneOffset.UTC)) {
            Totals used = new Totals(1, 1, 10, 0, 1, 0, 0, 0, 0);
            TWO_WEEKS
                    .days()
                    .forEach(day -> book.add(noonOf(day), "long", "gpt", "u", used)
                            .add(noonOf(day), "short", "gpt", "u", used)
                            .add(noonOf(day), "short", "other", "u", used));
            EvidenceReport report = report(book, PoolLimit.UNKNOWN, NO_PRICES);

            assertThat(report.models.stream().map(model -> model.name))
                    .containsExactly("gpt (pool long)", "gpt (pool short)", "other");
            assertThat(report.markdown(MADE_AT, "Sluice")).contains("short, whose limit it shares with other");
        }
    }

    @Test
    void charts_ofOnePage_shareNoIds() throws Exception {
        try (UsageBook book = UsageBook.inMemory(ZoneOffset.UTC)) {
            fill(book, "a");
            fill(book, "b");
            String html = report(book, PoolLimit.UNKNOWN, NO_PRICES).html(MADE_AT, "Sluice");
            List<String> ids = java.util.regex.Pattern.compile(" id=\"([^\"]+)\"")
                    .matcher(html)
                    .results()
                    .map(match -> match.group(1))
                    .toList();

            assertThat(html.split("<svg", -1)).hasSize(7);
            assertThat(ids).isNotEmpty().doesNotHaveDuplicates();
        }
    }

    private static EvidenceReport report(UsageBook book, PoolLimit limit, ModelCatalog catalog) throws Exception {
        return EvidenceReport.of(book.connection(), TWO_WEEKS, Map.of("default", limit), catalog, 20);
    }

    private static void fill(UsageBook book, String model) {
        TWO_WEEKS.days().forEach(day -> book.add(noonOf(day), model, "u", 3, 300));
    }

    private static Instant noonOf(LocalDate day) {
        return day.atTime(LocalTime.NOON).toInstant(ZoneOffset.UTC);
    }

    private static Price price(LocalDate from, long usd) {
        return new Price(from, BigDecimal.valueOf(usd), BigDecimal.valueOf(usd), BigDecimal.valueOf(usd));
    }
}
