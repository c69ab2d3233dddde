package dev.sluice.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Ten minutes against a provider that fails in every way that it can, with attempts enough to rule out bad luck. */
final class FaultSoak implements Scenario {
    private static final int MINUTES = 10;
    private static final int PROMPTS = 100;
    /** With a third of all requests failing, the usual six in a row happen to one prompt in a thousand. */
    private static final int ATTEMPTS = 20;

    private static final List<String> FAULTS = List.of(
            "500", "503", "reset", "hang", "malformed", "truncated", "missing-index", "429:rate_limit_exceeded");

    @Override
    public String name() {
        return "faults";
    }

    @Override
    public List<Figure> measure(Lab lab) throws IOException, InterruptedException {
        List<String> options = new ArrayList<>();
        for (String fault : FAULTS) {
            options.addAll(
                    List.of("--fault", fault + ",probability=0.05" + (fault.equals("hang") ? ",duration=20s" : "")));
        }
        Home home = lab.home();
        long files = 0;
        try (Provider provider = lab.provider(options.toArray(String[]::new))) {
            try (JavaProcess sluice = run(lab, home, provider)) {
                long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(MINUTES);
                while (System.nanoTime() < end) {
                    home.drop(profile(files), "f" + files, PROMPTS, Prompts::line);
                    files++;
                    while (files - answered(home) > 4 && sluice.isAlive()) {
                        Thread.sleep(100);
                    }
                }
            }
            try (JavaProcess rest = run(lab, home, provider, "--once")) {
                rest.awaitSuccess();
            }
            return figures(home, files, provider);
        }
    }

    private static JavaProcess run(Lab lab, Home home, Provider provider, String... more) throws IOException {
        List<String> options = new ArrayList<>(List.of(
                "--rpm",
                "6000",
                "--set",
                "sluice.provider.response-timeout-millis=5000",
                "--set",
                "sluice.retry.attempts=" + ATTEMPTS));
        options.addAll(List.of(more));
        return lab.run(home, provider, List.of(), options.toArray(String[]::new));
    }

    private static List<Figure> figures(Home home, long files, Provider provider)
            throws IOException, InterruptedException {
        long answered = 0;
        for (long file = 0; file < files; file++) {
            JsonNode report = home.report(profile(file), "f" + file);
            answered += report.path("prompts").path("answered").asLong();
            if (profile(file).equals("chat")) {
                Answers.requireTexts(home.answers("chat", "f" + file), PROMPTS);
            } else {
                Answers.requireEmbeddings(home.answers("embeddings", "f" + file), PROMPTS, 8);
            }
        }
        long requests = provider.stat("requests");
        String name =
                "fault soak, " + MINUTES + " min, " + ATTEMPTS + " attempts, 5 % each of " + String.join(", ", FAULTS);
        return List.of(
                new Figure(
                        name + ": answered right",
                        String.format(Locale.ROOT, "%,d of %,d", answered, files * PROMPTS),
                        "all",
                        answered == files * PROMPTS),
                new Figure(
                        "the same: requests that failed",
                        String.format(
                                Locale.ROOT, "%.0f %%", 100.0 * (requests - provider.stat("answered")) / requests),
                        "some",
                        provider.stat("answered") < requests));
    }

    private static String profile(long file) {
        return file % 2 == 0 ? "chat" : "embeddings";
    }

    private static long answered(Home home) throws IOException {
        return Home.count(home.outbox("chat"), ".report.json") + Home.count(home.outbox("embeddings"), ".report.json");
    }
}
