package dev.sluice.bench;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** From the start of the process to the first request, with a file that waits in the inbox. */
final class ColdStart implements Scenario {
    private static final int ROUNDS = 5;
    private static final long LOOK_EVERY_MILLIS = 20;
    private static final double MOST_SECONDS = 2.5;

    @Override
    public String name() {
        return "start";
    }

    @Override
    public List<Figure> measure(Lab lab) throws IOException, InterruptedException {
        double[] seconds = new double[ROUNDS];
        try (Provider provider = lab.provider()) {
            once(lab, provider);
            for (int round = 0; round < ROUNDS; round++) {
                seconds[round] = once(lab, provider);
            }
        }
        Arrays.sort(seconds);
        double median = seconds[ROUNDS / 2];
        return List.of(new Figure(
                "cold start of run to the first request, median of 5",
                String.format(Locale.ROOT, "%.2f s", median),
                "under 2.5 s",
                median < MOST_SECONDS));
    }

    private static double once(Lab lab, Provider provider) throws IOException, InterruptedException {
        Home home = lab.home();
        home.drop("chat", 1, Prompts::line);
        long before = provider.stat("requests");
        long startedAt = System.nanoTime();
        try (JavaProcess sluice = lab.run(home, provider, List.of(), "--once")) {
            while (provider.stat("requests") == before) {
                Thread.sleep(LOOK_EVERY_MILLIS);
            }
            double seconds = (System.nanoTime() - startedAt) / 1e9;
            sluice.awaitSuccess();
            lab.clear(home);
            return seconds;
        }
    }
}
