package dev.sluice.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A provider that is gone for two minutes, and a key that is not accepted for a while; two attempts a prompt at most. */
final class OutageSoak implements Scenario {
    private static final int PROMPTS = 20_000;
    private static final int MINUTES_DOWN = 2;

    @Override
    public String name() {
        return "outage";
    }

    @Override
    public List<Figure> measure(Lab lab) throws IOException, InterruptedException {
        Home home = lab.home();
        home.drop("chat", PROMPTS, Prompts::line);
        Provider first = lab.provider();
        int port = URI.create(first.baseUrl()).getPort();
        try (JavaProcess sluice = lab.run(
                home, first, List.of(), "--rpm", "6000", "--set", "sluice.retry.attempts=2", "--max-in-flight", "64")) {
            TimeUnit.SECONDS.sleep(20);
            first.close();
            TimeUnit.MINUTES.sleep(MINUTES_DOWN);
            try (Provider second = lab.providerAt(port)) {
                long down = System.nanoTime();
                while (second.stat("answered") == 0) {
                    Thread.sleep(50);
                }
                double resumed = (System.nanoTime() - down) / 1e9;
                TimeUnit.SECONDS.sleep(20);
                second.change(Map.of("keys", "another-key"));
                TimeUnit.SECONDS.sleep(20);
                second.change(Map.of("keys", ""));
                while (home.isUnfinished("chat") && sluice.isAlive()) {
                    Thread.sleep(200);
                }
                return figures(home, resumed);
            }
        }
    }

    private static List<Figure> figures(Home home, double resumed) throws IOException {
        Answers.requireTexts(home.answers("chat"), PROMPTS);
        JsonNode prompts = home.report("chat").path("prompts");
        return List.of(
                new Figure(
                        "provider gone for 2 min: it goes on by itself after it is back",
                        String.format(Locale.ROOT, "%.0f s", resumed),
                        "at most 65 s",
                        resumed <= 65),
                new Figure(
                        "the same, then a key that is revoked and restored, 2 attempts a prompt: answered",
                        prompts.path("answered").asText(),
                        Integer.toString(PROMPTS),
                        prompts.path("answered").asInt() == PROMPTS));
    }
}
