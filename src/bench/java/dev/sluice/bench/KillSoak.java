package dev.sluice.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/** Kills a run again and again, at each stage of its job, and counts what was lost, wrong, doubled or sent again. */
final class KillSoak implements Scenario {
    private static final int PROMPTS = 20_000;
    private static final int IN_FLIGHT = 32;
    private static final int KILLS_EARLY = 6;
    private static final int KILLS_RUNNING = 48;
    private static final int KILLS_WRITING = 6;
    private static final long LOOK_MILLIS = 2;
    private final Random random = new Random(2026);

    @Override
    public String name() {
        return "kill";
    }

    @Override
    public List<Figure> measure(Lab lab) throws IOException, InterruptedException {
        Home home = lab.home();
        home.drop("chat", PROMPTS, Prompts::line);
        try (Provider provider = lab.provider()) {
            provider.change(Map.of("latency", "200ms"));
            long inFlight = 0;
            for (int i = 0; i < KILLS_EARLY; i++) {
                inFlight += killEarly(lab, home, provider);
            }
            for (int i = 0; i < KILLS_RUNNING; i++) {
                inFlight += killRunning(lab, home, provider);
            }
            int writing = 0;
            while (writing < KILLS_WRITING && !Files.exists(home.archive("chat").resolve("prompts.jsonl"))) {
                inFlight += killWriting(lab, home, provider);
                writing++;
            }
            try (JavaProcess last = run(lab, home, provider, "--once")) {
                last.awaitSuccess();
            }
            return figures(home, provider, inFlight, writing);
        }
    }

    private static List<Figure> figures(Home home, Provider provider, long inFlight, int writing)
            throws IOException, InterruptedException {
        Answers.requireTexts(home.answers("chat"), PROMPTS);
        JsonNode report = home.report("chat");
        long again = provider.stat("answered") - PROMPTS;
        long maybe = report.path("maybeRepeated").asLong();
        String name = KILLS_EARLY + KILLS_RUNNING + writing + " kills over 20,000 prompts (" + KILLS_EARLY
                + " before or while the file is claimed, " + KILLS_RUNNING + " running, " + writing + " writing)";
        return List.of(
                new Figure(
                        name + ": answered, in order, once each",
                        count(report.path("prompts").path("answered").asLong()),
                        count(PROMPTS),
                        report.path("prompts").path("answered").asLong() == PROMPTS),
                new Figure(
                        name + ": requests sent again",
                        count(again),
                        "at most " + count(inFlight) + ", those in flight at the kills",
                        again <= inFlight),
                new Figure(
                        name + ": requests that the report calls maybe repeated",
                        count(maybe),
                        "at least those sent again, at most those in flight",
                        maybe >= again && maybe <= inFlight));
    }

    private long killEarly(Lab lab, Home home, Provider provider) throws IOException, InterruptedException {
        JavaProcess process = run(lab, home, provider);
        Thread.sleep(1_000 + random.nextInt(2_000));
        return kill(process, home);
    }

    private long killRunning(Lab lab, Home home, Provider provider) throws IOException, InterruptedException {
        JavaProcess process = run(lab, home, provider);
        long before = provider.stat("requests");
        while (provider.stat("requests") == before && process.isAlive()) {
            Thread.sleep(LOOK_MILLIS);
        }
        Thread.sleep(random.nextInt(2_500));
        return kill(process, home);
    }

    private long killWriting(Lab lab, Home home, Provider provider) throws IOException, InterruptedException {
        Path outbox = Files.createDirectories(home.outbox("chat"));
        for (Path left : files(outbox)) {
            Files.delete(left);
        }
        JavaProcess process = run(lab, home, provider);
        while (files(outbox).isEmpty() && process.isAlive()) {
            Thread.sleep(LOOK_MILLIS);
        }
        Thread.sleep(random.nextInt(20));
        return kill(process, home);
    }

    private static JavaProcess run(Lab lab, Home home, Provider provider, String... more) throws IOException {
        List<String> options = new ArrayList<>(List.of("--max-in-flight", Integer.toString(IN_FLIGHT)));
        options.addAll(List.of(more));
        return lab.run(home, provider, List.of(), options.toArray(String[]::new));
    }

    private static long kill(JavaProcess process, Home home) throws IOException, InterruptedException {
        process.kill();
        return openRequests(home);
    }

    /** Returns how many requests the journal shows as under way. */
    private static long openRequests(Home home) throws IOException {
        Path journal = home.folder().resolve("state/requests.journal");
        if (!Files.exists(journal)) {
            return 0;
        }
        Set<String> open = new HashSet<>();
        for (String line : Files.readAllLines(journal)) {
            String[] words = line.split(" ", -1);
            if (words.length > 2 && words[0].equals("sent")) {
                open.add(words[1]);
            } else if (words.length > 2) {
                open.remove(words[1]);
            }
        }
        return open.size();
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
