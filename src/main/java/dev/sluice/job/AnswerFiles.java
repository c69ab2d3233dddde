package dev.sluice.job;

import dev.sluice.prompt.InputFormat;
import dev.sluice.prompt.Profile;

/**
 * The names of what comes out of one input file, without folders.
 *
 * @param results the answers, one line for each prompt
 * @param errors the failed prompts in input form
 * @param report the counts and times
 * @param document the answer to a document, only written for one
 */
public record AnswerFiles(String results, String errors, String report, String document) {

    /** Returns the names for an input file such as {@code inbox/a.csv.gz}. */
    public static AnswerFiles of(String inputName, Profile profile) {
        String base = InputFormat.baseName(inputName);
        boolean csv = InputFormat.of(inputName).filter(InputFormat.CSV::equals).isPresent()
                && profile.output() == Profile.Output.AUTO;
        return new AnswerFiles(
                base + ".results." + (csv ? "csv" : "jsonl"),
                base + ".errors.jsonl",
                base + ".report.json",
                base + ".answer.md");
    }
}
