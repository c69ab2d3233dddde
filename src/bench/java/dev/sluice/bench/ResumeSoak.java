package dev.sluice.bench;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** A job of a million prompts that is killed at nine tenths, and goes on in little memory. */
final class ResumeSoak implements Scenario {
    private static final int PROMPTS = 1_000_000;
    private static final int A_REQUEST = 100;
    private static final double MOST_SECONDS = 10;

    @Override
    public String name() {
        return "resume";
    }

    @Override
    public List<Figure> measure(Lab lab) throws IOException, InterruptedException {
        Home home = lab.home();
        home.drop("embeddings", PROMPTS, Prompts::line);
        List<String> memory = List.of("-Xmx256m");
        try (Provider provider = lab.provider()) {
            JavaProcess first = lab.run(home, provider, memory);
            while (provider.stat("requests") < PROMPTS / A_REQUEST * 9 / 10) {
                Thread.sleep(20);
            }
            first.kill();
            long before = provider.stat("requests");
            long startedAt = System.nanoTime();
            try (JavaProcess second = lab.run(home, provider, memory, "--once")) {
                while (provider.stat("requests") == before) {
                    Thread.sleep(10);
                }
                double seconds = (System.nanoTime() - startedAt) / 1e9;
                second.awaitSuccess();
                Answers.requireEmbeddings(home.answers("embeddings"), PROMPTS, 8);
                long repeated = provider.stat("requests") - PROMPTS / A_REQUEST;
                lab.clear(home);
                return List.of(
                        new Figure(
                                "1,000,000 prompts, killed at 90 %, -Xmx256m: first new request",
                                String.format(Locale.ROOT, "%.1f s", seconds), "within 10 s", seconds <= MOST_SECONDS),
                        new Figure(
                                "the same: requests sent again, smaller ones at the seams included",
                                Long.toString(repeated),
                                "at most 300",
                                repeated <= 300));
            }
        }
    }
}
