package dev.sluice.prompt;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lines of text and whole documents. */
final class TextParser extends LineParser {
    private final PromptBuilder builder;
    private final @Nullable Template template;

    /**
     * Creates a parser.
     *
     * @throws UnreadableFileException when the profile's template has places that a text can't fill
     */
    TextParser(String displayName, int maxLineBytes, PromptBuilder builder) {
        super(displayName, maxLineBytes);
        this.builder = builder;
        this.template = Template.of(builder.profile());
        if (template != null) {
            template.names().stream()
                    .filter(name -> !name.equals("prompt"))
                    .findFirst()
                    .ifPresent(name -> {
                        throw new UnreadableFileException(
                                displayName, 0, "the template names {{" + name + "}}, but a text has {{prompt}} only");
                    });
        }
    }

    @Override
    InputLine parse(RawLines lines, long index) {
        String id = defaultId(lines);
        String text = lines.text();
        if (lines.tooLong()) {
            return InputLine.unusable(index, lines, id, tooLong(), false);
        }
        try {
            String rendered = template == null ? text : template.render(name -> text);
            Prompt prompt = builder.ofText(index, text.isBlank() ? text : rendered, builder.user());
            return new InputLine(index, lines.lineNumber(), id, prompt, null, text, List.of());
        } catch (UnusableLineException e) {
            return InputLine.unusable(index, lines, id, e.problem(), false);
        }
    }

    @Override
    String asInput(InputLine line) {
        String field = line.prompt() == null ? "line" : "prompt";
        return Json.text(startOf(line).put(field, line.source()));
    }
}
