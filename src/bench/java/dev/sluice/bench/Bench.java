package dev.sluice.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Runs the scenarios of a suite, all of them or those that {@code -Dbench=a,b} names, prints a line for each figure and
 * writes {@code target/bench/results.md}.
 */
public final class Bench {
    private static final List<Scenario> SCENARIOS = List.of(
            new ColdStart(),
            new Embeddings(),
            new Chat(),
            new Completions(),
            new SmallFiles(),
            new StoreSpeed(),
            new RateLimit(),
            new LimitUse(),
            new LimitCases(),
            new Batches(),
            new PolledRuns(),
            new LedgerCost(),
            new Evidence());
    private static final List<Scenario> SOAKS = List.of(
            new KillSoak(),
            new BatchKillSoak(),
            new RunKillSoak(),
            new LedgerKillSoak(),
            new FaultSoak(),
            new DiskSoak(),
            new OutageSoak(),
            new HostileSoak(),
            new ResumeSoak());

    private Bench() {}

    /**
     * Exits with 1 when a figure misses its bar or an answer is wrong; the arguments are the build folder and the suite,
     * {@code bench} for speed or {@code soak} for what breaks things on purpose.
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        Path build = Path.of(args.length > 0 ? args[0] : "target").toAbsolutePath();
        List<Scenario> suite = args.length > 1 && args[1].equals("soak") ? SOAKS : SCENARIOS;
        Lab lab = Lab.in(build);
        List<Figure> figures = new ArrayList<>();
        for (Scenario scenario : chosen(suite, System.getProperty("bench", ""))) {
            for (Figure figure : measure(scenario, lab)) {
                System.out.println(figure.line());
                figures.add(figure);
            }
        }
        Path results = build.resolve("bench/results.md");
        Results.write(results, figures);
        System.out.println("written to " + results);
        System.exit(figures.stream().allMatch(Figure::passed) ? 0 : 1);
    }

    private static List<Scenario> chosen(List<Scenario> suite, String names) {
        Set<String> wanted =
                Set.of(names.trim().isEmpty() ? new String[0] : names.trim().split(",", -1));
        List<Scenario> chosen = suite.stream()
                .filter(scenario -> wanted.isEmpty() || wanted.contains(scenario.name()))
                .toList();
        if (chosen.size() < wanted.size()) {
            throw new IllegalArgumentException("unknown scenario: bench=" + names + " known="
                    + suite.stream().map(Scenario::name).toList());
        }
        return chosen;
    }

    private static List<Figure> measure(Scenario scenario, Lab lab) throws InterruptedException {
        try {
            return scenario.measure(lab);
        } catch (IOException | RuntimeException e) {
            return List.of(new Figure(scenario.name(), String.valueOf(e.getMessage()), "all answers right", false));
        }
    }
}
