package dev.sluice.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Runs the scenarios, all of them or those that {@code -Dbench=a,b} names, prints a line for each figure and writes
 * {@code target/bench/results.md}.
 */
public final class Bench {
    private static final List<Scenario> SCENARIOS = List.of(
            new ColdStart(),
            new Embeddings(),
            new Chat(),
            new Completions(),
            new SmallFiles(),
            new RateLimit(),
            new LimitUse(),
            new LimitCases());

    private Bench() {}

    /** Exits with 1 when a figure misses its bar or an answer is wrong; the argument is the build folder. */
    public static void main(String[] args) throws IOException, InterruptedException {
        Path build = Path.of(args.length > 0 ? args[0] : "target").toAbsolutePath();
        Lab lab = Lab.in(build);
        List<Figure> figures = new ArrayList<>();
        for (Scenario scenario : chosen(System.getProperty("bench", ""))) {
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

    private static List<Scenario> chosen(String names) {
        Set<String> wanted =
                Set.of(names.trim().isEmpty() ? new String[0] : names.trim().split(",", -1));
        List<Scenario> chosen = SCENARIOS.stream()
                .filter(scenario -> wanted.isEmpty() || wanted.contains(scenario.name()))
                .toList();
        if (chosen.size() < wanted.size()) {
            throw new IllegalArgumentException("unknown scenario: bench=" + names + " known="
                    + SCENARIOS.stream().map(Scenario::name).toList());
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
