package dev.sluice.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.simulator.SimulatedAnswers;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads every line of an answer file and holds it against what the simulated provider answers to that prompt. */
final class Answers {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Answers() {}

    /** Requires the texts, in the order of the prompts. */
    static void requireTexts(Path file, long prompts) throws IOException {
        require(file, prompts, (line, prompt) -> line.path("text").asText().equals(SimulatedAnswers.echo(prompt, 0)));
    }

    /** Requires the vectors, in the order of the prompts. */
    static void requireEmbeddings(Path file, long prompts, int dimensions) throws IOException {
        require(file, prompts, (line, prompt) -> {
            float[] expected = SimulatedAnswers.embedding(prompt, dimensions);
            boolean same = line.path("embedding").size() == dimensions;
            for (int i = 0; i < dimensions && same; i++) {
                same = line.path("embedding").path(i).floatValue() == expected[i];
            }
            return same;
        });
    }

    private static void require(Path file, long prompts, Rule rule) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            for (long i = 0; i < prompts; i++) {
                String text = lines.readLine();
                JsonNode line = JSON.readTree(text == null ? "{}" : text);
                boolean inPlace = line.path("index").asLong(-1) == i
                        && line.path("id").asText().equals("q" + i);
                if (!inPlace || !rule.isAnswer(line, Prompts.text(i))) {
                    throw new IllegalStateException("wrong answer: line=" + (i + 1) + " text=" + text);
                }
            }
            if (lines.readLine() != null) {
                throw new IllegalStateException("more answers than prompts: prompts=" + prompts);
            }
        }
    }

    private interface Rule {
        boolean isAnswer(JsonNode line, String prompt);
    }
}
