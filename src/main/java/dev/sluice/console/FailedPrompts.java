package dev.sluice.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the first failed prompts from a file of answers. */
final class FailedPrompts {
    private static final ObjectMapper JSON = new ObjectMapper();

    private FailedPrompts() {}

    /** Returns at most this many, in the order of the file; a file that can't be read has none to tell. */
    static List<FailedPrompt> in(Path answers, int most) {
        try {
            return answers.toString().endsWith(".csv") ? inCsv(answers, most) : inJsonLines(answers, most);
        } catch (IOException | RuntimeException unreadable) {
            return List.of();
        }
    }

    private static List<FailedPrompt> inJsonLines(Path answers, int most) throws IOException {
        List<FailedPrompt> failed = new ArrayList<>();
        try (BufferedReader lines = Files.newBufferedReader(answers)) {
            String line = lines.readLine();
            while (line != null && failed.size() < most) {
                if (line.contains("\"error\"")) {
                    ofJson(JSON.readTree(line)).ifPresent(failed::add);
                }
                line = lines.readLine();
            }
        }
        return failed;
    }

    /** A Batch line fails by its own error or by that of the response in it, any other line by its error. */
    private static Optional<FailedPrompt> ofJson(JsonNode line) {
        JsonNode own = line.path("error");
        JsonNode error =
                own.isObject() ? own : line.path("response").path("body").path("error");
        if (!error.isObject()) {
            return Optional.empty();
        }
        String id = line.path("custom_id").asText(line.path("id").asText());
        return Optional.of(new FailedPrompt(
                id, error.path("code").asText("unknown"), error.path("message").asText()));
    }

    /** The error is the last column, whatever the user's own are called. */
    private static List<FailedPrompt> inCsv(Path answers, int most) throws IOException {
        try (CsvReader<NamedCsvRecord> rows =
                CsvReader.builder().detectBomHeader(true).ofNamedCsvRecord(answers)) {
            return rows.stream()
                    .filter(row -> !error(row).isEmpty())
                    .limit(most)
                    .map(FailedPrompts::ofRow)
                    .toList();
        }
    }

    private static FailedPrompt ofRow(NamedCsvRecord row) {
        String[] codeAndMessage = error(row).split(":\\s*", 2);
        return new FailedPrompt(
                row.findField("id").orElse("line " + row.getStartingLineNumber()),
                codeAndMessage[0],
                codeAndMessage.length > 1 ? codeAndMessage[1] : "");
    }

    private static String error(NamedCsvRecord row) {
        return row.getField(row.getFieldCount() - 1);
    }
}
