package dev.sluice.job;

import dev.sluice.prompt.InputLines;
import dev.sluice.prompt.ReadingFixture;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Reads an input file again and writes its answers. */
final class AnswerFixture {
    static final MissingResult SKIPPED = new MissingResult("skipped", "the job was cancelled");
    final ReadingFixture files;

    AnswerFixture(Path folder) {
        files = new ReadingFixture(folder);
    }

    static Result.Answered answered(long index, String body) {
        return new Result.Answered(ReadingFixture.JOB, index, 1, "req_" + index, body);
    }

    static Result.Answered text(long index, String text) {
        String json = ReadingFixture.JSON.createObjectNode().put("text", text).toString();
        return answered(
                index,
                "{\"object\":\"text_completion\",\"model\":\"m\",\"choices\":[" + json.substring(0, json.length() - 1)
                        + ",\"index\":0,\"finish_reason\":\"stop\"}],\"usage\":{\"total_tokens\":3}}");
    }

    static Result.Failed failed(long index) {
        return new Result.Failed(ReadingFixture.JOB, index, 6, 500, "server_error", "it \"broke\"");
    }

    List<String> results(String name, String input, Result... results) {
        try (InputLines lines = files.open(name, ReadingFixture.utf8(input))) {
            return collected(new AnswerLines(lines, List.of(results).iterator(), SKIPPED));
        }
    }

    List<String> errors(String name, String input, Result... results) {
        try (InputLines lines = files.open(name, ReadingFixture.utf8(input))) {
            return collected(new FailedLines(lines, List.of(results).iterator()));
        }
    }

    static List<String> collected(Iterator<String> lines) {
        List<String> all = new ArrayList<>();
        lines.forEachRemaining(all::add);
        return all;
    }
}
