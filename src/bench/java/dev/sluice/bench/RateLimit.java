package dev.sluice.bench;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** A limit of requests a minute that the provider enforces: it is used to the full, and never passed. */
final class RateLimit implements Scenario {
    private static final int PROMPTS = 3_000;
    private static final int PER_MINUTE = 600;
    private static final double MOST_OVER_IDEAL = 0.05;

    @Override
    public String name() {
        return "limit";
    }

    @Override
    public List<Figure> measure(Lab lab) throws IOException, InterruptedException {
        Home home = lab.home();
        home.drop("chat", PROMPTS, Prompts::line);
        String rpm = Integer.toString(PER_MINUTE);
        try (Provider provider = lab.provider("--rpm", rpm);
                JavaProcess sluice =
                        lab.run(home, provider, List.of(), "--once", "--model", "gpt-4o-mini", "--rpm", rpm)) {
            sluice.awaitSuccess();
            Answers.requireTexts(home.answers("chat"), PROMPTS);
            long refused = provider.stat("rate_limited");
            double ideal = PROMPTS * 60.0 / PER_MINUTE;
            double over = home.seconds("chat") / ideal - 1;
            lab.clear(home);
            return List.of(
                    new Figure(
                            "3,000 requests under 600 a minute: replies with 429",
                            Long.toString(refused),
                            "0",
                            refused == 0),
                    new Figure(
                            "the same: time over the ideal 300 s",
                            String.format(Locale.ROOT, "%+.1f %%", over * 100),
                            "at most 5 %",
                            over <= MOST_OVER_IDEAL));
        }
    }
}
