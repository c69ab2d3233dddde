package dev.sluice.job;

import dev.sluice.prompt.LabelRule;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code answers.csv}: what became of a file of one prompt. Immutable.
 *
 * @param job the job of the file
 * @param folder the folder of the file below the inbox, with forward slashes; empty for the inbox itself
 * @param file the name of the file in its folder
 * @param answer the answer, empty where the prompt failed
 * @param labelColumn the name of the label's column, or null where there is none
 * @param label what that column says, empty where the prompt failed
 * @param error why the prompt failed, else empty
 */
record AnswerRow(
        long job,
        String folder,
        String file,
        String answer,
        @Nullable String labelColumn,
        String label,
        String error) {

    /** Returns the row of a job by the only result that it has. */
    static AnswerRow of(Job job, Result result, @Nullable LabelRule rule) {
        String answer = "";
        String label = "";
        String error = "";
        if (result instanceof Result.Answered answered) {
            try {
                answer = AnswerMembers.of(answered.body(), null).wholeText();
                label = rule == null ? "" : rule.of(answer);
            } catch (IOException e) {
                error = "unreadable_answer: " + Outcomes.reason(e);
            }
        } else if (result instanceof Result.Failed failed) {
            error = failed.code() + ": " + failed.message();
        }
        String folder = InboxNames.folderOf(job.name());
        String file = job.name().substring(folder.isEmpty() ? 0 : folder.length() + 1);
        return new AnswerRow(job.id(), folder, file, answer, rule == null ? null : rule.column(), label, error);
    }

    /** Returns the names of the columns. */
    static List<String> header(@Nullable String labelColumn) {
        return cells("file", "answer", labelColumn, labelColumn, "error");
    }

    /** Returns the cells below {@link #header}, in which nothing is taken for a formula but what the profile itself says. */
    List<String> cells(@Nullable String columnOfFile) {
        return cells(
                SpreadsheetCell.harmless(file),
                SpreadsheetCell.harmless(answer),
                columnOfFile,
                label,
                SpreadsheetCell.harmless(error));
    }

    private static List<String> cells(
            String file, String answer, @Nullable String labelColumn, @Nullable String label, String error) {
        List<String> cells = new ArrayList<>(List.of(file, answer));
        if (labelColumn != null) {
            cells.add(label == null ? "" : label);
        }
        cells.add(error);
        return cells;
    }
}
