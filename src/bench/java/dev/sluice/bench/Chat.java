package dev.sluice.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Chats, one a request: alone, and side by side with the official client. */
final class Chat implements Scenario {
    private static final int PROMPTS = 10_000;
    private static final int LEAST_PER_SECOND = 1_000;
    private static final int MANY = 200;
    private static final int ROUNDS = 3;
    private static final Pattern SECONDS = Pattern.compile("seconds=([0-9.]+)");

    @Override
    public String name() {
        return "chat";
    }

    @Override
    public List<Figure> measure(Lab lab) throws IOException, InterruptedException {
        List<Figure> figures = new ArrayList<>();
        double[] few = new double[ROUNDS];
        double[] ours = new double[ROUNDS];
        double[] theirs = new double[ROUNDS];
        try (Provider provider = lab.provider()) {
            for (int round = 0; round < ROUNDS; round++) {
                few[round] = sluice(lab, provider, 64);
                ours[round] = sluice(lab, provider, MANY);
                theirs[round] = officialClient(lab, provider);
            }
        }
        figures.add(new Figure(
                "10,000 chats, 64 in flight, median of 3",
                perSecond(median(few)),
                "1,000 requests/s",
                median(few) >= LEAST_PER_SECOND));
        figures.add(new Figure(
                "10,000 chats, 200 in flight, median of 3",
                perSecond(median(ours)),
                perSecond(median(theirs)) + ", openai-java with 200 threads",
                median(ours) >= median(theirs)));
        return figures;
    }

    private static double sluice(Lab lab, Provider provider, int inFlight) throws IOException, InterruptedException {
        Home home = lab.home();
        home.drop("chat", PROMPTS, Prompts::line);
        try (JavaProcess sluice =
                lab.run(home, provider, List.of(), "--once", "--max-in-flight", Integer.toString(inFlight))) {
            sluice.awaitSuccess();
        }
        Answers.requireTexts(home.answers("chat"), PROMPTS);
        double perSecond = PROMPTS / home.seconds("chat");
        lab.clear(home);
        return perSecond;
    }

    private static double officialClient(Lab lab, Provider provider) throws IOException, InterruptedException {
        Home home = lab.home();
        home.drop("chat", PROMPTS, Prompts::line);
        Path prompts = home.inbox("chat").resolve("prompts.jsonl");
        Path answers = home.folder().resolve("answers.jsonl");
        try (JavaProcess client = lab.officialClient(prompts, answers, provider, MANY)) {
            client.awaitSuccess();
            double perSecond = PROMPTS / Double.parseDouble(client.awaitOutput(SECONDS));
            Answers.requireTexts(answers, PROMPTS);
            lab.clear(home);
            return perSecond;
        }
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static String perSecond(double value) {
        return String.format(Locale.ROOT, "%,.0f requests/s", value);
    }
}
