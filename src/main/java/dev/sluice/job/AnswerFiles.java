package dev.sluice.job;

import dev.sluice.prompt.InputFormat;
import dev.sluice.prompt.Profile;

/**
 * The names of what comes out of one input file, below the outbox.
 *
 * @param results the answers, one line for each prompt
 * @param errors the failed prompts in input form
 * @param report the counts and times
 * @param document the answer to a document, only written for one
 */
public record AnswerFiles(String results, String errors, String report, String document) {
    static final String ERRORS = ".errors.jsonl";
    static final String REPORT = ".report.json";

    /** Returns the names for an input file, from the path that its outputs share. */
    public static AnswerFiles of(String outputName, InputFormat format, Profile.Output form) {
        boolean csv = format == InputFormat.CSV && form == Profile.Output.AUTO;
        return new AnswerFiles(
                outputName + ".results." + (csv ? "csv" : "jsonl"),
                outputName + ERRORS,
                outputName + REPORT,
                outputName + ".answer.md");
    }
}
