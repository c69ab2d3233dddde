package dev.sluice.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** A file of lines that are meant to break something: each becomes one line of the answers, in its place. */
final class HostileSoak implements Scenario {
    private static final int LINES = 100_000;
    private static final int MOST_MEGABYTES = 700;
    private static final int LONG_LINE = 16 << 20;
    private static final ObjectMapper JSON = new ObjectMapper();
    private final Random random = new Random(2026);

    @Override
    public String name() {
        return "hostile";
    }

    @Override
    public List<Figure> measure(Lab lab) throws IOException, InterruptedException {
        Home home = lab.home();
        Path hidden = home.inbox("chat").resolve(".hostile");
        try (BufferedWriter out = Files.newBufferedWriter(hidden)) {
            for (int i = 0; i < LINES; i++) {
                out.write(line(i));
                out.write('\n');
            }
        }
        Files.move(hidden, home.inbox("chat").resolve("prompts.jsonl"));
        try (Provider provider = lab.provider();
                JavaProcess sluice = lab.run(home, provider, List.of("-Xmx384m"), "--once", "--max-in-flight", "64")) {
            while (sluice.isAlive()) {
                Thread.sleep(100);
            }
            long answers = lines(home.answers("chat"));
            JsonNode prompts = home.report("chat").path("prompts");
            long sum =
                    prompts.path("answered").asLong() + prompts.path("failed").asLong();
            long megabytes = sluice.peakMegabytes();
            lab.clear(home);
            return List.of(
                    new Figure(
                            "100,000 hostile lines: lines of answers, each in its place",
                            String.format(
                                    Locale.ROOT,
                                    "%,d, %,d answered",
                                    answers,
                                    prompts.path("answered").asLong()),
                            "100,000",
                            answers == LINES && sum == LINES),
                    new Figure(
                            "the same: peak resident memory, -Xmx384m",
                            megabytes + " MB",
                            "under 700 MB",
                            megabytes < MOST_MEGABYTES));
        }
    }

    private String line(int i) {
        String text = Prompts.text(i);
        return switch (i % 10) {
            case 0 -> mutilated(Prompts.line(i));
            case 1 -> "{\"prompt\":\"a NUL \\u0000 and " + text + "\"}";
            case 2 -> "{\"prompt\":\"a lone surrogate \\ud800 and \\udfff " + text + "\"}";
            case 3 -> "{\"id\":\"same\",\"prompt\":\"" + text + "\"}";
            case 4 -> i % 20_000 == 4 ? longLine(i) : "{\"prompt\":\"${header.x} {{sluice.home}} " + text + "\"}";
            case 5 -> i % 1_000 == 5 ? deep(i) : "{\"prompt\":" + i + "}";
            case 6 -> "\u0000" + Prompts.line(i);
            case 7 -> "{\"prompt\":\"" + text + "\",\"prompt\":\"twice\"}";
            case 8 -> "[" + Prompts.line(i) + "]";
            default -> Prompts.line(i);
        };
    }

    private String mutilated(String line) {
        StringBuilder text = new StringBuilder(line);
        for (int k = 0; k < 3; k++) {
            text.setCharAt(random.nextInt(text.length()), (char) (33 + random.nextInt(90)));
        }
        return text.toString();
    }

    private static String longLine(int i) {
        return "{\"prompt\":\"" + "x".repeat(LONG_LINE + i % 7) + "\"}";
    }

    private static String deep(int i) {
        return "{\"custom_id\":\"d" + i + "\",\"method\":\"POST\",\"url\":\"/v1/chat/completions\",\"body\":{\"x\":"
                + "[".repeat(10_000) + "]".repeat(10_000) + "}}";
    }

    private static long lines(Path answers) throws IOException {
        long count = 0;
        try (BufferedReader reader = Files.newBufferedReader(answers)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (JSON.readTree(line).path("index").asLong(count) != count) {
                    throw new IllegalStateException("out of place: line=" + (count + 1));
                }
                count++;
            }
        }
        return count;
    }
}
