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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Kills a run at every step of its batches, and counts what was lost, wrong, or run twice. */
final class BatchKillSoak implements Scenario {
    private static final int PROMPTS = 6_000;
    private static final int KILLS_A_STEP = 4;
    private static final int MOST_KILLS = 150;
    private static final List<String> STEPS =
            List.of("none", "WRITTEN", "UPLOADING", "UPLOADED", "CREATING", "RUNNING", "ENDED", "COLLECTED");

    private final Random random = new Random(2026);

    @Override
    public String name() {
        return "batchkill";
    }

    @Override
    public List<Figure> measure(Lab lab) throws IOException, InterruptedException {
        Map<String, Integer> kills = new TreeMap<>();
        int jobs = 0;
        int all = 0;
        long ran = 0;
        while (all < MOST_KILLS && !STEPS.stream().allMatch(step -> kills.getOrDefault(step, 0) >= KILLS_A_STEP)) {
            Home home = lab.home();
            home.drop("batch", PROMPTS, Prompts::line);
            try (Provider provider = lab.provider()) {
                provider.change(Map.of("latency", "300ms", "batch-latency", "1500ms"));
                while (home.isUnfinished("batch") && all < MOST_KILLS) {
                    all += kill(lab, home, provider, kills);
                }
                try (JavaProcess last = run(lab, home, provider)) {
                    last.awaitSuccess();
                }
                Answers.requireTexts(home.answers("batch"), PROMPTS);
                JsonNode stats = provider.stats().path("batch_api");
                ran += stats.path("lines_run").asLong();
            }
            jobs++;
            lab.clear(home);
        }
        return figures(jobs, kills, ran);
    }

    private static List<Figure> figures(int jobs, Map<String, Integer> kills, long ran) {
        String name = kills.values().stream().mapToInt(Integer::intValue).sum() + " kills over " + jobs
                + " jobs of 6,000 prompts in batches, by step " + kills;
        boolean each = STEPS.stream().allMatch(step -> kills.getOrDefault(step, 0) >= KILLS_A_STEP);
        return List.of(
                new Figure(name + ": steps hit", kills.keySet().toString(), KILLS_A_STEP + " times each", each),
                new Figure(
                        "the same: requests that batches ran",
                        count(ran),
                        count((long) jobs * PROMPTS) + ", each once",
                        ran == (long) jobs * PROMPTS));
    }

    /** Lets a run go on for a while and kills it, most likely where its batches have changed just now. */
    private int kill(Lab lab, Home home, Provider provider, Map<String, Integer> kills)
            throws IOException, InterruptedException {
        String before = step(home);
        try (JavaProcess process = run(lab, home, provider)) {
            long waits = 0;
            while (process.isAlive() && waits++ < 3_000 && step(home).equals(before)) {
                Thread.sleep(2);
            }
            Thread.sleep(random.nextInt(4) * (long) random.nextInt(150));
            if (!process.isAlive()) {
                return 0;
            }
            process.kill();
        }
        String step = step(home);
        kills.merge(step, 1, Integer::sum);
        return 1;
    }

    private static JavaProcess run(Lab lab, Home home, Provider provider) throws IOException {
        return lab.run(home, provider, List.of(), "--once", "--set", "sluice.batch.poll-min-seconds=1");
    }

    /** Returns the state of the first batch that isn't done. */
    private static String step(Home home) {
        Path database = home.folder().resolve("state/sluice.db");
        if (!Files.exists(database)) {
            return "none";
        }
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement select = connection.createStatement();
                ResultSet row =
                        select.executeQuery("SELECT state FROM batches WHERE state <> 'DONE' ORDER BY id LIMIT 1")) {
            return row.next() ? row.getString(1) : "none";
        } catch (SQLException notYet) {
            return "none";
        }
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
