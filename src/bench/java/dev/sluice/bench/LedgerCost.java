package dev.sluice.bench;

import dev.sluice.job.HomeDatabase;
import dev.sluice.job.HomeFolder;
import dev.sluice.job.JobStore;
import dev.sluice.usage.UsageReport;
import dev.sluice.usage.UsageSum;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/** What the ledger takes of the throughput, side by side in turns; and how long reports on a long history take. */
final class LedgerCost implements Scenario {
    private static final int ROUNDS = 3;
    private static final int EMBEDDINGS = 300_000;
    private static final int CHATS = 10_000;
    private static final double LEAST_SHARE = 0.95;
    private static final int HISTORY = 10_000_000;
    private static final double LONGEST_SECONDS = 2;
    private static final String WITHOUT = "-Dsluice.bench.without-ledger=true";

    private record Speed(double perSecond, double cpuSeconds) {}

    @Override
    public String name() {
        return "ledger";
    }

    @Override
    public List<Figure> measure(Lab lab) throws IOException, InterruptedException {
        List<Figure> figures = new ArrayList<>();
        try (Provider provider = lab.provider()) {
            figures.add(share(lab, provider, "embeddings", EMBEDDINGS, "300,000 prompts to embeddings, 100 a request"));
            figures.add(share(lab, provider, "chat", CHATS, "10,000 chats, 200 in flight"));
        }
        figures.addAll(reports(lab));
        return figures;
    }

    private static Figure share(Lab lab, Provider provider, String profile, int prompts, String what)
            throws IOException, InterruptedException {
        List<Speed> with = new ArrayList<>();
        List<Speed> without = new ArrayList<>();
        speed(lab, provider, profile, prompts, List.of());
        for (int round = 0; round < ROUNDS; round++) {
            boolean ledgerFirst = round % 2 == 0;
            if (ledgerFirst) {
                with.add(speed(lab, provider, profile, prompts, List.of()));
            }
            without.add(speed(lab, provider, profile, prompts, List.of(WITHOUT)));
            if (!ledgerFirst) {
                with.add(speed(lab, provider, profile, prompts, List.of()));
            }
        }
        double share = median(with, Speed::perSecond) / median(without, Speed::perSecond);
        double cpu = median(with, Speed::cpuSeconds) / median(without, Speed::cpuSeconds);
        return new Figure(
                what + ", with the ledger against without, medians of " + ROUNDS,
                String.format(
                        Locale.ROOT,
                        "%,.0f against %,.0f prompts/s: %.1f %%; time on the processors: %.1f %%",
                        median(with, Speed::perSecond),
                        median(without, Speed::perSecond),
                        share * 100,
                        cpu * 100),
                "at least 95 %",
                share >= LEAST_SHARE);
    }

    private static Speed speed(Lab lab, Provider provider, String profile, int prompts, List<String> more)
            throws IOException, InterruptedException {
        Home home = lab.home();
        home.drop(profile, prompts, Prompts::line);
        List<String> jvm = new ArrayList<>(List.of("-Xmx256m"));
        jvm.addAll(more);
        try (JavaProcess sluice = lab.run(home, provider, jvm, "--once", "--max-in-flight", "200")) {
            sluice.awaitSuccess();
            Speed speed = new Speed(prompts / home.seconds(profile), sluice.cpuMillis() / 1e3);
            lab.clear(home);
            return speed;
        }
    }

    private static double median(List<Speed> speeds, ToDoubleFunction<Speed> measure) {
        double[] sorted = speeds.stream().mapToDouble(measure).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private static List<Figure> reports(Lab lab) throws IOException, InterruptedException {
        Home home = lab.home();
        HomeFolder folder = new HomeFolder(home.folder());
        folder.create();
        JobStore.open(folder, Set.of("default"), Clock.systemUTC(), true).close();
        Path database = folder.state().resolve("sluice.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database)) {
            writeHistory(connection);
        } catch (SQLException e) {
            throw new IOException(e);
        }
        List<Figure> figures = new ArrayList<>();
        for (String by : List.of("user", "model", "profile", "day")) {
            figures.add(report(lab, home, by, List.of()));
        }
        figures.add(report(lab, home, "user", List.of("--from", "2026-03-01", "--to", "2026-03-31")));
        lab.clear(home);
        return figures;
    }

    private static Figure report(Lab lab, Home home, String by, List<String> days)
            throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("usage", "--by", by, "--format", "csv"));
        arguments.addAll(days);
        long startedAt = System.nanoTime();
        lab.command(home, arguments);
        double seconds = (System.nanoTime() - startedAt) / 1e9;
        startedAt = System.nanoTime();
        LocalDate first = LocalDate.parse(days.isEmpty() ? "1970-01-01" : days.get(1));
        LocalDate last = LocalDate.parse(days.isEmpty() ? "9999-12-31" : days.get(3));
        UsageReport.By what = UsageReport.By.valueOf(by.toUpperCase(Locale.ROOT));
        int rows = HomeDatabase.read(
                        new HomeFolder(home.folder()),
                        List.<UsageSum>of(),
                        connection -> UsageReport.of(connection, what, first, last))
                .size();
        double alone = (System.nanoTime() - startedAt) / 1e9;
        return new Figure(
                "usage --by " + by + (days.isEmpty() ? " of 400 days" : " of a month")
                        + ", 10,000,000 prompts of 1,000 users, start of the process included",
                String.format(Locale.ROOT, "%.2f s for %,d rows, without the start %.2f s", seconds, rows, alone),
                "under 2 s",
                seconds < LONGEST_SECONDS);
    }

    /** 400 days of single requests, of which each user sends ten in a row, to two models; the sums are made of them. */
    private static void writeHistory(Connection connection) throws SQLException {
        String names = "(SELECT name FROM usage_names WHERE id = ";
        try (Statement sql = connection.createStatement()) {
            sql.execute("PRAGMA synchronous = OFF");
            connection.setAutoCommit(false);
            sql.execute(numbers(1_000) + "INSERT INTO usage_names SELECT n + 1, 'user ' || n FROM c");
            sql.execute(numbers(20) + "INSERT INTO usage_names SELECT n + 2001, 'name ' || n FROM c");
            sql.execute(numbers(HISTORY) + """
                    INSERT INTO usage_requests
                    SELECT n + 1, 1764547200000 + n * 3456, 2001, 2002 + (n / 10 * 7 + n / 10000) % 2,
                        1 + (n / 10 * 7919 + n / 5000) % 1000, 2010 + (n / 10) % 5, 0, 0, 1, 200 + n % 300, 0, 50 + n % 100,
                        900 + n % 700, n % 1000, NULL FROM c""");
            sql.execute("""
                    INSERT INTO usage_prompts SELECT id, 0, id / 10000, id % 10000, user, profile, input_tokens,
                        cached_tokens, output_tokens, cost_microusd FROM usage_requests""");
            String sums = """
                    , COUNT(*) AS requests, SUM(input_tokens) AS i, SUM(cached_tokens) AS c, SUM(output_tokens) AS o,
                    SUM(cost_microusd) AS cost, SUM(waited_millis) AS waited FROM usage_requests GROUP BY""";
            sql.execute(
                    "INSERT INTO usage_minutes SELECT t, pool, model, requests, requests, i, c, o, cost, 0, 0, waited,"
                            + " requests FROM (SELECT at / 60000 AS t, pool, model" + sums + " 1, 2, 3)");
            sql.execute("INSERT INTO usage_days SELECT t, " + names + "pool), " + names + "model), " + names + "user), "
                    + names + "profile), requests, requests, i, c, o, cost, 0, 0, waited FROM (SELECT"
                    + " date(at / 1000, 'unixepoch') AS t, pool, model, user, profile" + sums + " 1, 2, 3, 4, 5)");
            connection.commit();
        }
    }

    private static String numbers(int count) {
        return "WITH RECURSIVE c(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM c WHERE n < " + (count - 1) + ") ";
    }
}
