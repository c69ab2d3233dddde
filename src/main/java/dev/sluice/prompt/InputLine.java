package dev.sluice.prompt;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of an input file as read: a prompt, or the reason why it is none.
 *
 * @param index its position among the prompts of its file, from 0; blank lines have none
 * @param lineNumber the line of the file on which it starts, from 1
 * @param id the id that the user gave it, else {@code <file name>:<line number>}
 * @param prompt the prompt, or null where the line is unusable
 * @param problem why it is unusable, in one sentence without the place, or null where it is a prompt
 * @param source the line as it stood in the file, so that a failed one can be handed back; for a row of a CSV file
 *     its text is empty and {@code cells} holds it; of a line that is too long its first 1,000 characters
 * @param cells the cells of a CSV row, else empty
 * @param batch whether it is a line in the form of OpenAI's Batch API, which is answered in that form
 */
public record InputLine(
        long index,
        long lineNumber,
        String id,
        @Nullable Prompt prompt,
        @Nullable String problem,
        String source,
        List<String> cells,
        boolean batch) {

    /** Checks that it is either a prompt or a problem. */
    public InputLine {
        if ((prompt == null) == (problem == null)) {
            throw new IllegalArgumentException("an input line is either a prompt or a problem: index=" + index);
        }
        cells = List.copyOf(cells);
    }

    /** Creates a line that is not in the form of the Batch API. */
    public InputLine(
            long index,
            long lineNumber,
            String id,
            @Nullable Prompt prompt,
            @Nullable String problem,
            String source,
            List<String> cells) {
        this(index, lineNumber, id, prompt, problem, source, cells, false);
    }

    /** Returns the line under a cursor as one that is no prompt. */
    static InputLine unusable(long index, RawLines lines, String id, String problem, boolean batch) {
        return new InputLine(index, lines.lineNumber(), id, null, problem, lines.text(), lines.cells(), batch);
    }
}
