package dev.sluice.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.job.HomeFolder;
import dev.sluice.job.JobStore;
import dev.sluice.prompt.Model;
import dev.sluice.prompt.ModelCatalog;
import dev.sluice.prompt.Price;
import dev.sluice.usage.Asker;
import dev.sluice.usage.LedgerRules;
import dev.sluice.usage.PromptUse;
import dev.sluice.usage.RequestUse;
import dev.sluice.usage.Service;
import dev.sluice.usage.UsedTokens;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsageCommandTest {
    private static final Price PRICE =
            new Price(LocalDate.of(2026, 1, 1), new BigDecimal("2.5"), new BigDecimal("1.25"), BigDecimal.TEN);

    @TempDir
    Path folder;

    private final CommandLineBench bench = new CommandLineBench(new FakeEngine());
    private HomeFolder home;

    @BeforeEach
    void use() throws Exception {
        home = new HomeFolder(folder.resolve("home"));
        home.create();
        ModelCatalog models = new ModelCatalog(List.of(new Model("gpt", "o200k_base", null, 1, List.of(PRICE))));
        LedgerRules rules = new LedgerRules(models, ZoneOffset.UTC, true);
        store(
                rules,
                use("2026-11-21T10:00:00Z", "gpt", "ana, \"the first\"", 123_456),
                use("2026-11-22T10:00:00Z", "gpt", "ben", 1_000),
                use("2026-11-22T11:00:00Z", "local", "ben", 7));
    }

    private void store(LedgerRules rules, RequestUse... uses) throws Exception {
        try (JobStore store = JobStore.open(home, Set.of("default"), Clock.systemUTC(), true, rules)) {
            store.used(List.of(uses));
        }
    }

    private static RequestUse use(String at, String model, String user, long tokens) {
        Asker asker = new Asker(user, "default");
        return new RequestUse(
                Instant.parse(at),
                "pool",
                model,
                asker,
                Service.STANDARD,
                RequestUse.Outcome.ANSWERED,
                1,
                Duration.ofSeconds(90),
                null,
                List.of(new PromptUse(1, 0, asker, new UsedTokens(tokens, 0, 3))));
    }

    private int run(String... more) {
        String[] arguments = new String[more.length + 3];
        arguments[0] = "usage";
        arguments[1] = "--home";
        arguments[2] = home.root().toString();
        System.arraycopy(more, 0, arguments, 3, more.length);
        return bench.run(arguments);
    }

    @Test
    void table_hasARowForEachUser_andTheirTotal() {
        assertThat(run()).isZero();

        assertThat(bench.out().lines())
                .containsExactly(
                        "user              requests  prompts  input    cached  output  cost (USD)  429s  waited",
                        "ana, \"the first\"         1        1  123,456       0       3    0.308670     0  1m 30s",
                        "ben                      2        2    1,007       0       6    0.002530     0  3m 00s",
                        "in all                   3        3  124,463       0       9    0.311200     0  4m 30s",
                        "without a price in models.yaml: 1 prompt");
    }

    @Test
    void dates_areIncluded() {
        assertThat(run("--by", "day", "--from", "2026-11-22", "--to", "2026-11-22"))
                .isZero();

        assertThat(bench.out()).contains("2026-11-22", "1,007").doesNotContain("2026-11-21");
    }

    @Test
    void csv_isQuotedWhereItMustBe_andHasWholeNumbers() {
        assertThat(run("--format", "csv")).isZero();

        assertThat(bench.out().lines())
                .containsExactly(
                        "user,requests,prompts,input_tokens,cached_tokens,output_tokens,cost_microusd,unpriced,"
                                + "rate_limited,waited_millis",
                        "\"ana, \"\"the first\"\"\",1,1,123456,0,3,308670,0,0,90000",
                        "ben,2,2,1007,0,6,2530,1,0,180000");
    }

    @Test
    void csv_namesThatLookLikeFormulas_areHarmless() throws Exception {
        LedgerRules rules = new LedgerRules(new ModelCatalog(List.of()), ZoneOffset.UTC, true);
        store(rules, use("2026-11-23T10:00:00Z", "gpt", "=cmd|' /C calc'!A0", 1));

        assertThat(run("--format", "csv", "--from", "2026-11-23")).isZero();

        assertThat(bench.out()).contains("\n'=cmd|' /C calc'!A0,1,1,").doesNotContain("\n=");
    }

    @Test
    void json_hasRowsAndTotal() throws Exception {
        assertThat(run("--by", "model", "--format", "json", "--from", "2026-11-01"))
                .isZero();

        JsonNode report = new ObjectMapper().readTree(bench.out());
        assertThat(report.path("by").asText()).isEqualTo("model");
        assertThat(report.path("from").asText()).isEqualTo("2026-11-01");
        assertThat(report.path("to").isNull()).isTrue();
        assertThat(report.path("rows").findValuesAsText("model")).containsExactly("gpt", "local");
        assertThat(report.path("total").path("costMicroUsd").asLong()).isEqualTo(311_200);
        assertThat(report.path("total").path("requests").asLong()).isEqualTo(3);
    }

    @Test
    void homeThatIsNotThere_isSaid_alikeByAllCommandsThatRead() {
        Path nowhere = folder.resolve("nosuch");

        for (String command : List.of("usage", "status", "limits", "evidence")) {
            assertThat(bench.run(command, "--home", nowhere.toString())).isEqualTo(1);
        }

        assertThat(bench.err().lines())
                .hasSize(4)
                .containsOnly("sluice: no such home folder; the first run makes it: path=" + nowhere);
        assertThat(bench.out()).isEmpty();
        assertThat(nowhere).doesNotExist();
    }

    @Test
    void nothingInThatTime_isSaid() {
        assertThat(run("--from", "2027-01-01")).isZero();

        assertThat(bench.out()).contains("nothing was used yet in " + home.root() + " in that time");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--from|2026-02-29|--from must be a date such as 2026-11-22: value=2026-02-29",
                "--to|yesterday|--to must be a date such as 2026-11-22: value=yesterday",
                "--from|+99999-01-01|--from must be a date such as 2026-11-22: value=+99999-01-01",
                "--by|colour|--by must be one of user, model, profile, day: value=colour",
                "--format|xml|--format must be one of table, csv, json: value=xml",
            })
    void mistakes_areToldInASentence(String option, String value, String sentence) {
        assertThat(run(option, value)).isEqualTo(1);

        assertThat(bench.err()).isEqualTo("sluice: " + sentence + " (see sluice usage --help)\n");
    }

    @Test
    void daysInTheWrongOrder_areToldInASentence() {
        assertThat(run("--from", "2026-11-22", "--to", "2026-11-01")).isEqualTo(1);

        assertThat(bench.err()).contains("--from must not be after --to: from=2026-11-22 to=2026-11-01");
    }
}
