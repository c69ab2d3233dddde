package dev.sluice.job;

import dev.sluice.prompt.InputLine;
import java.util.Optional;

/** How the outcome of one prompt is written as one line. Not thread-safe. */
interface AnswerForm {
    /** Returns the line above all others, if there is one. */
    default Optional<String> header() {
        return Optional.empty();
    }

    /** Returns the line of a prompt that was answered. */
    String answered(InputLine line, Result.Answered result, AnswerMembers members);

    /** Returns the line of a prompt that failed. */
    String failed(InputLine line, Result.Failed result);
}
