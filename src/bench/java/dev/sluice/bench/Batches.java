package dev.sluice.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The Batch API: a large file, a batch that expires, many batches at once. */
final class Batches implements Scenario {
    private static final int PROMPTS = 120_000;
    private static final int FULL_BATCH = 50_000;
    private static final int LEAST_PER_SECOND = 20_000;
    private static final int RUNNING = 50;
    private static final int WATCH_SECONDS = 120;
    private static final int MOST_A_MINUTE = 3;
    private static final long LOOK_MILLIS = 2;

    @Override
    public String name() {
        return "batches";
    }

    @Override
    public List<Figure> measure(Lab lab) throws IOException, InterruptedException {
        List<Figure> figures = new ArrayList<>();
        figures.addAll(large(lab, Map.of("batch-latency", "3s"), "120,000 prompts in batches, -Xmx256m", 3));
        figures.addAll(large(
                lab,
                Map.of("batch-latency", "3s", "batch-expire", "0.4,skip=1,times=1"),
                "the same, the second batch expires at 40 %",
                4));
        figures.add(collect(lab));
        figures.addAll(many(lab));
        return figures;
    }

    private static List<Figure> large(Lab lab, Map<String, String> options, String name, int batches)
            throws IOException, InterruptedException {
        Home home = lab.home();
        home.drop("batch", PROMPTS, Prompts::line);
        try (Provider provider = lab.provider()) {
            provider.change(options);
            JsonNode stats;
            try (JavaProcess sluice = lab.run(
                    home, provider, List.of("-Xmx256m"), "--once", "--set", "sluice.batch.poll-min-seconds=1")) {
                sluice.awaitSuccess();
                stats = provider.stats().path("batch_api");
            }
            Answers.requireTexts(home.answers("batch"), PROMPTS);
            long bytes = longOf(home, "SELECT SUM(bytes) FROM batches");
            lab.clear(home);
            long uploaded = stats.path("upload_bytes").asLong();
            long ran = stats.path("lines_run").asLong();
            return List.of(
                    new Figure(
                            name + ": batches",
                            stats.path("batches_created").asText(),
                            Integer.toString(batches),
                            stats.path("batches_created").asInt() == batches),
                    new Figure(name + ": requests that batches ran", count(ran), count(PROMPTS), ran == PROMPTS),
                    new Figure(
                            name + ": bytes of files sent",
                            count(uploaded),
                            count(bytes) + ", each once",
                            uploaded == bytes));
        }
    }

    private static Figure collect(Lab lab) throws IOException, InterruptedException {
        Home home = lab.home();
        home.drop("batch", FULL_BATCH, Prompts::line);
        try (Provider provider = lab.provider();
                JavaProcess sluice = lab.run(
                        home, provider, List.of("-Xmx256m"), "--once", "--set", "sluice.batch.poll-min-seconds=1")) {
            double perSecond = FULL_BATCH * 1e9 / nanosToCollect(home);
            sluice.awaitSuccess();
            Answers.requireTexts(home.answers("batch"), FULL_BATCH);
            return new Figure(
                    "a batch of 50,000 prompts: results fetched and stored, -Xmx256m",
                    count(Math.round(perSecond)) + " lines/s",
                    "20,000 lines/s",
                    perSecond >= LEAST_PER_SECOND);
        }
    }

    /** Returns how long it takes from the end of the first batch, which is a full one, until all of it is stored. */
    private static long nanosToCollect(Home home) throws InterruptedException {
        String first = "SELECT COUNT(*) FROM batches WHERE id = 1 AND state ";
        while (longOf(home, first + "IN ('ENDED', 'COLLECTED', 'DONE')") == 0) {
            Thread.sleep(LOOK_MILLIS);
        }
        long start = System.nanoTime();
        while (longOf(home, first + "IN ('COLLECTED', 'DONE')") == 0) {
            Thread.sleep(LOOK_MILLIS);
        }
        return System.nanoTime() - start;
    }

    private static List<Figure> many(Lab lab) throws IOException, InterruptedException {
        Home home = lab.home();
        for (int file = 0; file < RUNNING; file++) {
            home.drop("batch", "file" + file, 1, Prompts::line);
        }
        try (Provider provider = lab.provider()) {
            provider.change(Map.of("batch-latency", "1h"));
            try (JavaProcess sluice = lab.run(home, provider, List.of(), "--once")) {
                while (longOf(home, "SELECT COUNT(*) FROM batches WHERE state = 'RUNNING'") < RUNNING) {
                    Thread.sleep(LOOK_MILLIS);
                }
                JsonNode before = provider.stats();
                Thread.sleep(WATCH_SECONDS * 1_000L);
                JsonNode after = provider.stats();
                sluice.kill();
                long requests = after.path("requests").asLong()
                        - before.path("requests").asLong();
                long lists = after.at("/batch_api/batch_lists").asLong()
                        - before.at("/batch_api/batch_lists").asLong();
                double aMinute = requests * 60.0 / WATCH_SECONDS;
                return List.of(
                        new Figure(
                                "50 running batches: requests a minute",
                                String.format(Locale.ROOT, "%.1f", aMinute),
                                "at most 3",
                                aMinute <= MOST_A_MINUTE),
                        new Figure(
                                "the same: list calls of those " + requests + " requests",
                                count(lists),
                                "all",
                                lists == requests));
            }
        }
    }

    private static long longOf(Home home, String sql) {
        Path database = home.folder().resolve("state/sluice.db");
        if (!Files.exists(database)) {
            return 0;
        }
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement select = connection.createStatement();
                ResultSet row = select.executeQuery(sql)) {
            return row.next() ? row.getLong(1) : 0;
        } catch (SQLException notYet) {
            return 0;
        }
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
