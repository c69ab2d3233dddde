package dev.sluice.bench;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** Short completions, 20 a request. */
final class Completions implements Scenario {
    private static final int PROMPTS = 100_000;
    private static final int LEAST_PER_SECOND = 10_000;

    @Override
    public String name() {
        return "completions";
    }

    @Override
    public List<Figure> measure(Lab lab) throws IOException, InterruptedException {
        Home home = lab.home();
        home.drop("completions", PROMPTS, Prompts::line);
        try (Provider provider = lab.provider();
                JavaProcess sluice = lab.run(home, provider, List.of(), "--once", "--max-in-flight", "200")) {
            sluice.awaitSuccess();
            Answers.requireTexts(home.answers("completions"), PROMPTS);
            double perSecond = PROMPTS / home.seconds("completions");
            lab.clear(home);
            return List.of(new Figure(
                    "100,000 short completions, 20 a request, 200 in flight",
                    String.format(Locale.ROOT, "%,.0f prompts/s", perSecond),
                    "10,000 prompts/s",
                    perSecond >= LEAST_PER_SECOND));
        }
    }
}
