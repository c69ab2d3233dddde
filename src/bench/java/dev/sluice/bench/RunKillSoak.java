package dev.sluice.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.simulator.SimulatedAnswers;
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
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Kills a process at every step of its runs, and counts what was lost, wrong, or started twice. */
final class RunKillSoak implements Scenario {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PROMPTS = 40;
    private static final int KILLS_A_STEP = 4;
    private static final int MOST_KILLS = 80;

    private final Random random = new Random(2026);

    @Override
    public String name() {
        return "runkill";
    }

    @Override
    public List<Figure> measure(Lab lab) throws IOException, InterruptedException {
        List<Figure> figures = new ArrayList<>();
        figures.addAll(measure(lab, "response", List.of("STARTING", "RUNNING")));
        figures.addAll(measure(lab, "assistant", List.of("PREPARING", "STARTING", "RUNNING", "ANSWERED", "OVER")));
        return figures;
    }

    private List<Figure> measure(Lab lab, String profile, List<String> steps) throws IOException, InterruptedException {
        Map<String, Integer> kills = new TreeMap<>();
        int jobs = 0;
        int all = 0;
        long twice = 0;
        long unknown = 0;
        long wrong = 0;
        while (all < MOST_KILLS && !steps.stream().allMatch(step -> kills.getOrDefault(step, 0) >= KILLS_A_STEP)) {
            Home home = lab.home();
            home.drop(profile, PROMPTS, Prompts::line);
            try (Provider provider = lab.provider()) {
                provider.change(Map.of("latency", "100ms", "run-duration", "2s", "recording", "true"));
                while (home.isUnfinished(profile) && all < MOST_KILLS) {
                    all += kill(lab, home, provider, steps, kills);
                }
                try (JavaProcess last = run(lab, home, provider)) {
                    last.awaitEnd();
                }
                twice += provider.stats().at("/runs/prompts_started_twice").asLong();
            }
            int[] count = check(home.answers(profile));
            unknown += count[0];
            wrong += count[1];
            jobs++;
            lab.clear(home);
        }
        String name =
                all + " kills over " + jobs + " jobs of " + PROMPTS + " prompts as " + profile + ", by step " + kills;
        boolean each = steps.stream().allMatch(step -> kills.getOrDefault(step, 0) >= KILLS_A_STEP);
        return List.of(
                new Figure(name + ": steps hit", kills.keySet().toString(), KILLS_A_STEP + " times each", each),
                new Figure("the same: prompts started twice", count(twice), "0", twice == 0),
                new Figure("the same: answers lost or wrong", count(wrong), "0", wrong == 0),
                new Figure(
                        "the same: failed because the start was cut off before its reply, for retry",
                        count(unknown),
                        profile.equals("response") ? "at most one for each kill while starting" : "0",
                        unknown <= (profile.equals("response") ? 16L * kills.getOrDefault("STARTING", 0) : 0)));
    }

    /** Returns how many prompts failed because it isn't known whether they were started, and how many are missing or wrong. */
    private static int[] check(Path answers) throws IOException {
        int unknown = 0;
        int wrong = 0;
        List<String> lines = Files.readAllLines(answers);
        for (int i = 0; i < PROMPTS; i++) {
            JsonNode line = JSON.readTree(i < lines.size() ? lines.get(i) : "{}");
            if (line.at("/error/code").asText().equals("start_unknown")) {
                unknown++;
            } else if (!line.path("text").asText().equals(SimulatedAnswers.echo(Prompts.text(i), 0))) {
                wrong++;
            }
        }
        return new int[] {unknown, wrong};
    }

    /** Lets a run go on for a while and kills it, most likely where a step is that was hit seldom. */
    private int kill(Lab lab, Home home, Provider provider, List<String> steps, Map<String, Integer> kills)
            throws IOException, InterruptedException {
        String wanted = steps.stream()
                .min((a, b) -> Integer.compare(kills.getOrDefault(a, 0), kills.getOrDefault(b, 0)))
                .orElseThrow();
        try (JavaProcess process = run(lab, home, provider)) {
            long waits = 0;
            while (process.isAlive() && waits++ < 2_000 && !states(home).contains(wanted)) {
                Thread.sleep(1);
            }
            Thread.sleep(random.nextInt(4) * (long) random.nextInt(50));
            if (!process.isAlive()) {
                return 0;
            }
            process.kill();
        }
        states(home).forEach(step -> kills.merge(step, 1, Integer::sum));
        return 1;
    }

    private static JavaProcess run(Lab lab, Home home, Provider provider) throws IOException {
        return lab.run(
                home, provider, List.of(), "--once", "--rpm", "1200", "--set", "sluice.polled.first-poll-seconds=1");
    }

    private static Set<String> states(Home home) {
        Set<String> states = new TreeSet<>();
        Path database = home.folder().resolve("state/sluice.db");
        if (Files.exists(database)) {
            try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                    Statement select = connection.createStatement();
                    ResultSet rows = select.executeQuery("SELECT DISTINCT state FROM runs")) {
                while (rows.next()) {
                    states.add(rows.getString(1));
                }
            } catch (SQLException notYet) {
                return states;
            }
        }
        return states;
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
