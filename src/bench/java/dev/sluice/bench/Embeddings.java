package dev.sluice.bench;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** A million prompts in one file, 100 a request, in little memory. */
final class Embeddings implements Scenario {
    private static final int PROMPTS = 1_000_000;
    private static final int MOST_MEGABYTES = 500;
    private static final int LEAST_PER_SECOND = 10_000;

    @Override
    public String name() {
        return "embeddings";
    }

    @Override
    public List<Figure> measure(Lab lab) throws IOException, InterruptedException {
        Home home = lab.home();
        home.drop("embeddings", PROMPTS, Prompts::line);
        try (Provider provider = lab.provider();
                JavaProcess sluice = lab.run(home, provider, List.of("-Xmx256m"), "--once")) {
            sluice.awaitSuccess();
            Answers.requireEmbeddings(home.answers("embeddings"), PROMPTS, 8);
            double perSecond = PROMPTS / home.seconds("embeddings");
            long megabytes = sluice.peakMegabytes();
            lab.clear(home);
            return List.of(
                    new Figure(
                            "1,000,000 prompts to embeddings, 100 a request, -Xmx256m",
                            String.format(Locale.ROOT, "%,.0f prompts/s", perSecond),
                            "10,000 prompts/s",
                            perSecond >= LEAST_PER_SECOND),
                    new Figure(
                            "the same: peak resident memory",
                            megabytes + " MB",
                            "under 500 MB",
                            megabytes < MOST_MEGABYTES));
        }
    }
}
