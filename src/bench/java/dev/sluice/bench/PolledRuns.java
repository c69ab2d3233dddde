package dev.sluice.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Runs that are asked after, in real time: ten files at three requests a minute, and two thousand at six hundred. */
final class PolledRuns implements Scenario {
    private static final int FILES = 10;
    private static final int FEW_A_MINUTE = 3;
    private static final int RUNS = 2_000;
    private static final int MANY_A_MINUTE = 600;

    @Override
    public String name() {
        return "polled";
    }

    @Override
    public List<Figure> measure(Lab lab) throws IOException, InterruptedException {
        List<Figure> figures = new ArrayList<>();
        figures.addAll(files(lab, "response", 4));
        figures.addAll(files(lab, "assistant", 6));
        figures.addAll(many(lab));
        return figures;
    }

    private static Map<String, String> limited(int perMinute, String duration) {
        return Map.of(
                "rpm",
                Integer.toString(perMinute),
                "enforcement",
                "quantised",
                "strict",
                "true",
                "run-duration",
                duration);
    }

    private static List<Figure> files(Lab lab, String profile, int mostOfAFile)
            throws IOException, InterruptedException {
        Home home = lab.home();
        Path inbox = home.inbox(profile);
        for (int file = 0; file < FILES; file++) {
            Files.writeString(
                    inbox.resolve("hearing" + file + ".txt"), "Was the motion carried?\n\nAnswer YES or NO: YES\n");
        }
        try (Provider provider = lab.provider()) {
            provider.change(limited(FEW_A_MINUTE, "10s"));
            Instant start = Instant.now();
            try (JavaProcess sluice = lab.run(home, provider, List.of(), "--once", "--rpm", "3")) {
                sluice.awaitSuccess();
            }
            double seconds = Duration.between(start, Instant.now()).toMillis() / 1_000.0;
            JsonNode stats = provider.stats();
            long requests = stats.path("requests").asLong();
            double optimum = (requests - 1) * 60.0 / FEW_A_MINUTE;
            String name = "10 files as " + profile + " of 10 s at 3 requests a minute";
            long answered = Home.count(home.outbox(profile), ".answer.md");
            lab.clear(home);
            return List.of(
                    new Figure(name + ": files answered", count(answered), "10", answered == FILES),
                    refusals(name, stats),
                    new Figure(
                            name + ": requests of a file",
                            ratio(requests, FILES),
                            "at most " + mostOfAFile,
                            requests <= (long) mostOfAFile * FILES),
                    new Figure(
                            name + ": time, process start included, to the optimum for so many requests",
                            String.format(Locale.ROOT, "%.1f s, %.3f", seconds, seconds / optimum),
                            "at most 1.1",
                            seconds <= optimum * 1.1));
        }
    }

    private static List<Figure> many(Lab lab) throws IOException, InterruptedException {
        Home home = lab.home();
        home.drop("response", RUNS, Prompts::line);
        try (Provider provider = lab.provider()) {
            provider.change(limited(MANY_A_MINUTE, "lognormal(8s,0.6)"));
            try (JavaProcess sluice = lab.run(home, provider, List.of(), "--once", "--rpm", "600")) {
                sluice.awaitSuccess();
            }
            Answers.requireTexts(home.answers("response"), RUNS);
            double seconds = home.seconds("response");
            lab.clear(home);
            JsonNode stats = provider.stats();
            double polls = stats.at("/runs/polls").asDouble() / RUNS;
            double ideal = 2.0 * RUNS * 60 / MANY_A_MINUTE;
            String name = "2,000 runs of 8 s (median, lognormal) at 600 requests a minute";
            return List.of(
                    refusals(name, stats),
                    new Figure(
                            name + ": polls of a run",
                            String.format(Locale.ROOT, "%.2f", polls),
                            "at most 2.0",
                            polls <= 2),
                    new Figure(
                            name + ": time to that of one start and one poll each",
                            String.format(Locale.ROOT, "%.0f s, %.3f", seconds, seconds / ideal),
                            "at most 1.15",
                            seconds <= ideal * 1.15));
        }
    }

    private static Figure refusals(String name, JsonNode stats) {
        long refused = stats.path("rate_limited").asLong();
        return new Figure(name + ": refusals (429)", count(refused), "0", refused == 0);
    }

    private static String ratio(long dividend, long divisor) {
        return String.format(Locale.ROOT, "%.1f", (double) dividend / divisor);
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
