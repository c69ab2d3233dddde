package dev.sluice.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.simulator.SimulatedAnswers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Many files of one prompt each, dropped at once before a Sluice that waits for them. */
final class SmallFiles implements Scenario {
    private static final int FILES = 10_000;
    private static final int LEAST_PER_SECOND = 300;
    private static final long LONGEST_SECONDS = 600;
    private static final Pattern WATCHING = Pattern.compile("(watching) ");
    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public String name() {
        return "files";
    }

    @Override
    public List<Figure> measure(Lab lab) throws IOException, InterruptedException {
        Home home = lab.home();
        Path inbox = home.inbox("chat");
        try (Provider provider = lab.provider();
                JavaProcess sluice = lab.run(home, provider, List.of(), "--max-in-flight", "64")) {
            sluice.awaitOutput(WATCHING);
            long startedAt = System.nanoTime();
            for (int i = 0; i < FILES; i++) {
                Files.writeString(inbox.resolve(i + ".txt"), Prompts.text(i));
            }
            awaitAll(home, startedAt);
            double perSecond = FILES / ((System.nanoTime() - startedAt) / 1e9);
            requireAnswers(home.outbox("chat"));
            lab.clear(home);
            return List.of(new Figure(
                    "10,000 files of one prompt each, from the drop to all outputs and the archive",
                    String.format(Locale.ROOT, "%,.0f files/s", perSecond),
                    "300 files/s",
                    perSecond >= LEAST_PER_SECOND));
        }
    }

    private static void awaitAll(Home home, long startedAt) throws IOException, InterruptedException {
        while (Home.count(home.archive("chat"), ".txt") < FILES
                || Home.count(home.outbox("chat"), ".results.jsonl") < FILES
                || Home.count(home.outbox("chat"), ".report.json") < FILES) {
            if (System.nanoTime() - startedAt > TimeUnit.SECONDS.toNanos(LONGEST_SECONDS)) {
                throw new IllegalStateException("takes too long: archived=" + Home.count(home.archive("chat"), ".txt"));
            }
            Thread.sleep(250);
        }
    }

    private static void requireAnswers(Path outbox) throws IOException {
        for (int i = 0; i < FILES; i++) {
            String line = Files.readString(outbox.resolve(i + ".results.jsonl"));
            String text = JSON.readTree(line).path("text").asText();
            if (!text.equals(SimulatedAnswers.echo(Prompts.text(i), 0))) {
                throw new IllegalStateException("wrong answer: file=" + i + " line=" + line);
            }
        }
    }
}
