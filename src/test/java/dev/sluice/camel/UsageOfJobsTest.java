package dev.sluice.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.job.HomeDatabase;
import dev.sluice.job.HomeFolder;
import dev.sluice.simulator.Fault;
import dev.sluice.usage.UsageReport;
import dev.sluice.usage.UsageReport.By;
import dev.sluice.usage.UsageSum;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the ledger says of files that went through the real routes. */
class UsageOfJobsTest {
    private static final LocalDate FIRST = LocalDate.of(1970, 1, 1);
    private static final LocalDate LAST = LocalDate.of(9999, 12, 31);

    @TempDir
    private Path folder;

    private SluiceFixture sluice;

    @BeforeEach
    void setUp() {
        sluice = SluiceFixture.in(folder);
    }

    @AfterEach
    void tearDown() {
        sluice.close();
    }

    private HomeFolder home() {
        try {
            return HomeFolder.of(sluice.home(), null, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<UsageSum> by(By by) {
        return HomeDatabase.read(home(), List.of(), connection -> UsageReport.of(connection, by, FIRST, LAST));
    }

    private UsageSum total() {
        return by(By.USER).stream().reduce(UsageSum.none("all"), UsageSum::plus);
    }

    private long number(String sql) {
        return HomeDatabase.read(home(), -1L, connection -> {
            try (Statement select = connection.createStatement();
                    ResultSet row = select.executeQuery(sql)) {
                return row.next() ? row.getLong(1) : -1;
            }
        });
    }

    private static String[] prompts(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "{\"prompt\":\"prompt number " + i + "\",\"user\":\"user " + i % 3 + "\"}")
                .toArray(String[]::new);
    }

    private static long tokens(Output output, String name) {
        return output.results().stream()
                .map(line -> line.path("usage"))
                .mapToLong(usage -> usage.path(name).asLong())
                .sum();
    }

    @Test
    void users_areThoseOfLineColumnAndFolder() {
        sluice.profiles("""
                default: {model: gpt-4o}
                search: {endpoint: embeddings, model: text-embedding-3-small}
                """);
        sluice.start();
        sluice.drop("a.txt", "nobody asks this");
        sluice.drop("@ana/b.txt", "ana asks this");
        sluice.drop(
                "@ana/search/c.csv",
                "user,prompt",
                "ben,for ben",
                ",for ana",
                "\" ben\",for ben too",
                "@cy\u0007,for cy");
        sluice.drop("@ana/d.jsonl", "{\"prompt\":\"x\",\"user\":\"dora\"}", "{\"prompt\":\"y\"}");
        sluice.output("a");
        sluice.output("@ana/b");
        sluice.output("@ana/search/c");
        sluice.output("@ana/d");

        assertThat(by(By.USER))
                .extracting(UsageSum::name, UsageSum::prompts)
                .containsExactlyInAnyOrder(
                        tuple("default", 1L), tuple("ana", 3L), tuple("ben", 2L), tuple("@cy?", 1L), tuple("dora", 1L));
        assertThat(by(By.PROFILE))
                .extracting(UsageSum::name, UsageSum::prompts, UsageSum::requests)
                .containsExactlyInAnyOrder(tuple("default", 4L, 4L), tuple("search", 4L, 1L));
        assertThat(sluice.exists("archive/@ana/search/c.csv")).isTrue();
    }

    @Test
    void sums_areTheProvidersUsage_alsoWhereRequestsFail() {
        sluice.faults(
                Fault.parse("429:rate_limit_exceeded,duration=5ms").times(3),
                Fault.status(500).times(2),
                Fault.of(Fault.Kind.MISSING_INDEX).times(4));
        sluice.set("sluice.retry.attempts", 20);
        sluice.profiles("""
                default: {endpoint: completions, model: gpt-4o, max-prompts: 7, max-wait: 20ms}
                """);
        sluice.drop("a.jsonl", prompts(200)).start();
        Output output = sluice.output("a");
        sluice.stop();
        JsonNode report = output.report();

        UsageSum total = total();
        assertThat(total.inputTokens())
                .isEqualTo(report.path("tokens").path("input").asLong());
        assertThat(total.outputTokens())
                .isEqualTo(report.path("tokens").path("output").asLong());
        assertThat(total.inputTokens()).isGreaterThanOrEqualTo(tokens(output, "prompt_tokens"));
        assertThat(total.rateLimited())
                .isEqualTo(report.path("rateLimited").asLong())
                .isPositive();
        assertThat(total.requests()).isEqualTo(report.path("requests").asLong());
        assertThat(total.unpriced()).isZero();
        for (String sum : List.of("input_tokens", "output_tokens", "cost_microusd")) {
            assertThat(number("SELECT SUM(" + sum + ") FROM usage_prompts"))
                    .isEqualTo(number("SELECT SUM(" + sum + ") FROM usage_requests"))
                    .isEqualTo(number("SELECT SUM(" + sum + ") FROM usage_minutes"))
                    .isEqualTo(number("SELECT SUM(" + sum + ") FROM usage_days"))
                    .isPositive();
        }
        assertThat(number("SELECT COUNT(DISTINCT idx) FROM usage_prompts")).isEqualTo(200);
        assertThat(by(By.MODEL)).extracting(UsageSum::name).containsExactly("gpt-4o");
    }

    @Test
    void batch_countsOnTheAccountsOfItsLines_atHalfThePrice() {
        sluice.set("sluice.batch.poll-min-seconds", 1).set("sluice.batch.poll-max-seconds", 1);
        sluice.profiles("default: {lane: batch, model: gpt-4o}");
        sluice.provider(options -> options.batch(batch -> batch.latency(Duration.ofMillis(100))));
        sluice.drop("@ana/a.csv", "prompt,user", "one,", "two,ben", "three,").start();
        Output output = sluice.output("@ana/a");
        sluice.stop();
        JsonNode tokens = output.report().path("tokens");

        assertThat(by(By.USER))
                .extracting(UsageSum::name, UsageSum::prompts, UsageSum::requests)
                .containsExactlyInAnyOrder(tuple("ana", 2L, 2L), tuple("ben", 1L, 1L));
        assertThat(total().inputTokens()).isEqualTo(tokens.path("input").asLong());
        long full = number("SELECT SUM(input_tokens * 2.5 + output_tokens * 10) FROM usage_prompts");
        assertThat(total().costMicroUsd()).isBetween(full / 2 - 3, full / 2 + 3);
        assertThat(number("SELECT COUNT(*) FROM usage_days WHERE pool LIKE '%/batch'"))
                .isPositive();
    }

    @Test
    void run_countsOnTheAccountOfItsLine() {
        sluice.set("sluice.polled.first-poll-seconds", 1);
        sluice.profiles("default: {lane: polled, model: gpt-5-mini}");
        sluice.provider(options -> options.runs(runs -> runs.duration(Duration.ofMillis(100))));
        sluice.drop("@ana/a.jsonl", "{\"prompt\":\"x\"}", "{\"prompt\":\"y\",\"user\":\"ben\"}")
                .start();
        Output output = sluice.output("@ana/a");
        sluice.stop();

        assertThat(by(By.USER))
                .extracting(UsageSum::name, UsageSum::prompts)
                .containsExactlyInAnyOrder(tuple("ana", 1L), tuple("ben", 1L));
        assertThat(total().inputTokens())
                .isEqualTo(output.report().path("tokens").path("input").asLong())
                .isPositive();
        // A start and a poll each, at least.
        assertThat(by(By.USER)).allMatch(sum -> sum.requests() >= 2);
    }
}
