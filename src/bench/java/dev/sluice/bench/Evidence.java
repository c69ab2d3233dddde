package dev.sluice.bench;

import dev.sluice.job.HomeFolder;
import dev.sluice.job.JobStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;

/** How long the report of evidence takes with ten million prompts of history: a year, 200 users, five models. */
final class Evidence implements Scenario {
    private static final int ROWS = 2_000_000;
    private static final int PROMPTS_OF_ROW = 5;
    private static final int DAYS = 365;
    private static final int MINUTES_OF_DAY = 1440;
    private static final int USERS = 200;
    private static final int ROUNDS = 3;
    private static final long POOL = 1;
    private static final long FIRST_MODEL = 2;
    private static final double MOST_SECONDS = 2;
    private static final List<String> MODELS =
            List.of("gpt-5-mini", "gpt-5.4", "gpt-4.1", "gpt-4o-mini", "text-embedding-3-small");

    @Override
    public String name() {
        return "evidence";
    }

    @Override
    public List<Figure> measure(Lab lab) throws IOException, InterruptedException {
        Home home = lab.home();
        fill(home);
        List<Figure> figures = List.of(
                figure(lab, home, "10 business days", "html", "--days", "10"),
                figure(lab, home, "a year", "html", "--days", "255"),
                figure(lab, home, "a year", "csv", "--days", "255"));
        lab.clear(home);
        return figures;
    }

    private static Figure figure(Lab lab, Home home, String what, String ending, String... options)
            throws IOException, InterruptedException {
        double[] seconds = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            Path out = home.folder().resolve("report." + ending);
            long startedAt = System.nanoTime();
            try (JavaProcess process = lab.evidence(home, out, options)) {
                process.awaitSuccess();
            }
            seconds[round] = (System.nanoTime() - startedAt) / 1e9;
            if (!Files.readString(out).contains(MODELS.get(0))) {
                throw new IllegalStateException("the report lacks a model: file=" + out);
            }
        }
        Arrays.sort(seconds);
        return new Figure(
                "evidence of " + what + " as " + ending
                        + ", of 10,000,000 prompts by 200 users, with the start of the process," + " median of 3",
                String.format(Locale.ROOT, "%.2f s", seconds[ROUNDS / 2]),
                "under 2 s",
                seconds[ROUNDS / 2] < MOST_SECONDS);
    }

    private static void fill(Home home) throws IOException, InterruptedException {
        HomeFolder folder = new HomeFolder(home.folder());
        folder.create();
        try (JobStore store = JobStore.open(folder, Set.of(), Clock.systemUTC(), true)) {
            store.notePools(List.of());
        }
        try (Connection database =
                DriverManager.getConnection("jdbc:sqlite:" + folder.state().resolve("sluice.db"))) {
            database.setAutoCommit(false);
            fillMinutes(database);
            sumDays(database);
            database.commit();
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    /** Each model is asked by all users in turn, in rows that come in order of time, as those of the ledger do. */
    private static void fillMinutes(Connection database) throws SQLException {
        try (PreparedStatement name = database.prepareStatement("INSERT INTO usage_names VALUES (?, ?)")) {
            name(name, POOL, "default");
            for (int model = 0; model < MODELS.size(); model++) {
                name(name, FIRST_MODEL + model, MODELS.get(model));
            }
        }
        Random random = new Random(1);
        long firstDay = LocalDate.now(ZoneOffset.UTC).toEpochDay() - DAYS;
        try (PreparedStatement row = database.prepareStatement(
                "INSERT INTO usage_minutes VALUES (?, ?, ?, ?, ?, ?, ?, ?, 3000, 0, ?, ?, ?)")) {
            for (long i = 0; i < ROWS; i++) {
                row.setLong(
                        1,
                        firstDay * MINUTES_OF_DAY + i / MODELS.size() * MODELS.size() * DAYS * MINUTES_OF_DAY / ROWS);
                row.setLong(2, POOL);
                row.setLong(3, FIRST_MODEL + i % MODELS.size());
                row.setLong(4, PROMPTS_OF_ROW);
                row.setLong(5, PROMPTS_OF_ROW);
                row.setLong(6, 4_000 + random.nextInt(2_000));
                row.setLong(7, random.nextInt(1_000));
                row.setLong(8, 1_000 + random.nextInt(1_000));
                row.setLong(9, random.nextInt(50) == 0 ? 1 : 0);
                row.setLong(10, random.nextInt(20) == 0 ? 900 : 0);
                row.setLong(11, PROMPTS_OF_ROW);
                row.addBatch();
                if (i % 10_000 == 0) {
                    row.executeBatch();
                }
            }
            row.executeBatch();
        }
    }

    private static void name(PreparedStatement insert, long number, String name) throws SQLException {
        insert.setLong(1, number);
        insert.setString(2, name);
        insert.executeUpdate();
    }

    /** Divides what a model was asked in a day among the users. */
    private static void sumDays(Connection database) throws SQLException {
        try (Statement sum = database.createStatement()) {
            sum.executeUpdate("""
                    WITH RECURSIVE users(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM users WHERE n < $users - 1)
                    INSERT INTO usage_days
                    SELECT day, 'default', name, 'user-' || n, 'default', requests / $users, requests / $users, i / $users, c / $users,
                        o / $users, cost / $users, 0, limited / $users, waited / $users
                    FROM users, (SELECT date(minute * 60, 'unixepoch') AS day, name, SUM(requests) AS requests,
                        SUM(input_tokens) AS i, SUM(cached_tokens) AS c, SUM(output_tokens) AS o, SUM(cost_microusd) AS cost,
                        SUM(rate_limited) AS limited, SUM(waited_millis) AS waited
                        FROM usage_minutes JOIN usage_names ON id = model GROUP BY 1, 2)""".replace("$users", Integer.toString(USERS)));
        }
    }
}
