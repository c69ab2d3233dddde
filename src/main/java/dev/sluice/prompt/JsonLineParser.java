package dev.sluice.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** JSON lines: reads the object and its id, and leaves its meaning to {@link SimpleLine} or {@link BatchLine}. */
final class JsonLineParser extends LineParser {
    private final SimpleLine simple;
    private final BatchLine batch;

    JsonLineParser(String displayName, int maxLineBytes, PromptBuilder builder) {
        super(displayName, maxLineBytes);
        simple = new SimpleLine(builder);
        batch = new BatchLine(builder);
    }

    @Override
    InputLine parse(RawLines lines, long index) {
        String id = defaultId(lines);
        if (lines.tooLong()) {
            return InputLine.unusable(index, lines, id, tooLong(), false);
        }
        String text = lines.text();
        boolean inBatchForm = false;
        try {
            ObjectNode fields = Json.object(text);
            inBatchForm = BatchLine.matches(fields);
            id = givenId(fields.get(inBatchForm ? BatchLine.ID : SimpleLine.ID), id);
            Prompt prompt = inBatchForm ? batch.prompt(index, fields) : simple.prompt(index, fields);
            return new InputLine(index, lines.lineNumber(), id, prompt, null, text, List.of(), inBatchForm);
        } catch (UnusableLineException e) {
            return InputLine.unusable(index, lines, id, e.problem(), inBatchForm);
        }
    }

    @Override
    @Nullable
    String unreadable(RawLines lines) {
        if (lines.tooLong()) {
            return tooLong();
        }
        try {
            Json.object(lines.text());
            return null;
        } catch (UnusableLineException e) {
            return e.problem();
        }
    }

    @Override
    String asInput(InputLine line) {
        return line.source();
    }

    private static String givenId(@Nullable JsonNode id, String otherwise) {
        if (id == null || id.isNull()) {
            return otherwise;
        }
        if (!id.isTextual() && !id.isNumber()) {
            throw new UnusableLineException("id must be a text or a number");
        }
        return id.asText();
    }
}
