package dev.sluice.prompt;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** Makes the lines of one format into prompts. Not thread-safe. */
abstract class LineParser {
    private final String fileName;
    private final int maxLineBytes;

    /** Creates a parser for the lines of a file, whose name goes into the ids of lines that have none. */
    LineParser(String displayName, int maxLineBytes) {
        this.fileName = InputFormat.lastPart(displayName);
        this.maxLineBytes = maxLineBytes;
    }

    /** Returns the present line with its prompt, or with what is wrong with it. */
    abstract InputLine parse(RawLines lines, long index);

    /** Returns why the present line can't even be read, or null where it can. */
    @Nullable
    String unreadable(RawLines lines) {
        return lines.tooLong() ? tooLong() : null;
    }

    /** Returns the JSON line that gives the same prompt again when it is dropped in under the same profile. */
    abstract String asInput(InputLine line);

    /** Returns the id of a line that has none. */
    final String defaultId(RawLines lines) {
        return fileName + ":" + lines.lineNumber();
    }

    /** Returns the start of an input line made of a line: its id, and what is wrong with it. */
    final ObjectNode startOf(InputLine line) {
        ObjectNode start = Json.newObject().put("id", line.id());
        return line.problem() == null ? start : start.put("problem", line.problem());
    }

    /** Returns the sentence for a line that is too long. */
    final String tooLong() {
        return "longer than the limit: bytes=" + maxLineBytes;
    }
}
