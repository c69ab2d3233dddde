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

    private static void fillMinutes(Connection database) throws SQLException {
        Random random = new Random(1);
        long firstDay = LocalDate.now(ZoneOffset.UTC).toEpochDay() - DAYS;
        try (PreparedStatement row = database.prepareStatement("INSERT OR IGNORE INTO usage_minutes"
                + " VALUES (?, 'default', ?, ?, 'default', ?, ?, ?, ?, ?, ?, 0, ?, ?)")) {
            for (long i = 0; i < ROWS; i++) {
                // In order of time, as the roll-up writes them.
                long minute = firstDay * MINUTES_OF_DAY + i * DAYS * MINUTES_OF_DAY / ROWS;
                row.setLong(1, minute);
                row.setString(2, MODELS.get((int) (i % MODELS.size())));
                row.setString(3, "user-" + random.nextInt(USERS));
                row.setLong(4, PROMPTS_OF_ROW);
                row.setLong(5, PROMPTS_OF_ROW);
                row.setLong(6, 4_000 + random.nextInt(2_000));
                row.setLong(7, random.nextInt(1_000));
                row.setLong(8, 1_000 + random.nextInt(1_000));
                row.setLong(9, 3_000);
                row.setLong(10, random.nextInt(50) == 0 ? 1 : 0);
                row.setLong(11, random.nextInt(20) == 0 ? 900 : 0);
                row.addBatch();
                if (i % 10_000 == 0) {
                    row.executeBatch();
                }
            }
            row.executeBatch();
        }
    }

    private static void sumDays(Connection database) throws SQLException {
        try (Statement sum = database.createStatement()) {
            sum.executeUpdate(
                    "INSERT INTO usage_days SELECT date(minute * 60, 'unixepoch') AS day, pool, model, user, profile,"
                            + " SUM(requests), SUM(prompts), SUM(input_tokens), SUM(cached_tokens), SUM(output_tokens),"
                            + " SUM(cost_microusd), SUM(unpriced), SUM(rate_limited), SUM(waited_millis)"
                            + " FROM usage_minutes GROUP BY day, pool, model, user, profile");
        }
    }
}
