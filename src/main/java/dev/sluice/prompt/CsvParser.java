package dev.sluice.prompt;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Rows of a CSV file: the template's columns, else {@code prompt}, else {@code input}, else the only column. */
final class CsvParser extends LineParser {
    private static final String ID = "id";
    private static final Template PROMPT_ALONE = new Template("{{prompt}}");

    private final PromptBuilder builder;
    private final String file;
    private final List<String> header;
    private final Template template;
    private final Map<String, Integer> columns = new LinkedHashMap<>();
    private final int idColumn;
    private final int userColumn;

    /**
     * Creates a parser for rows below this header.
     *
     * @throws UnreadableFileException when a column that is needed is not there
     */
    CsvParser(String displayName, int maxLineBytes, PromptBuilder builder, List<String> header) {
        super(displayName, maxLineBytes);
        this.builder = builder;
        this.file = displayName;
        this.header = header;
        Template given = Template.of(builder.profile());
        template = given == null ? PROMPT_ALONE : given;
        for (String name : template.names()) {
            columns.put(name, columnFor(name));
        }
        idColumn = find(ID).orElse(-1);
        userColumn = header.size() == 1 ? -1 : find(PromptBuilder.USER).orElse(-1);
    }

    @Override
    InputLine parse(RawLines lines, long index) {
        List<String> cells = lines.cells();
        String given = idColumn >= 0 && idColumn < cells.size() ? cells.get(idColumn) : "";
        String id = given.isBlank() ? defaultId(lines) : given;
        if (cells.size() != header.size()) {
            String problem = "row has another number of cells than the header: cells=" + cells.size() + " header="
                    + header.size();
            return InputLine.unusable(index, lines, id, problem, false);
        }
        try {
            Prompt prompt = builder.ofText(index, text(cells), user(cells));
            return new InputLine(index, lines.lineNumber(), id, prompt, null, "", cells);
        } catch (UnusableLineException e) {
            return InputLine.unusable(index, lines, id, e.problem(), false);
        }
    }

    @Override
    String asInput(InputLine line) {
        ObjectNode object = startOf(line);
        if (line.prompt() == null) {
            line.cells().forEach(object.withArray("cells")::add);
        } else {
            columns.forEach((name, column) -> object.put(name, line.cells().get(column)));
            if (!user(line.cells()).equals(builder.user())) {
                object.put(PromptBuilder.USER, user(line.cells()));
            }
        }
        return Json.text(object);
    }

    /** Returns on whose account a row goes. */
    private String user(List<String> cells) {
        String named = userColumn < 0 ? null : UserName.of(cells.get(userColumn));
        return named == null ? builder.user() : named;
    }

    /** Returns the text of a row; one whose columns in use are all blank has none, whatever the template puts around. */
    private String text(List<String> cells) {
        boolean blank = !columns.isEmpty()
                && columns.values().stream()
                        .allMatch(column -> cells.get(column).isBlank());
        return blank ? "" : template.render(name -> cells.get(column(name)));
    }

    private int column(String name) {
        Integer column = columns.get(name);
        if (column == null) {
            throw new IllegalStateException("no such column: name=" + name);
        }
        return column;
    }

    private int columnFor(String name) {
        Optional<Integer> column = find(name);
        if (column.isEmpty() && name.equals("prompt")) {
            column = find("input").or(this::onlyColumn);
        }
        return column.orElseThrow(() -> new UnreadableFileException(file, 1, missing(name)));
    }

    private String missing(String name) {
        if (header.size() == 1 && (header.get(0).contains(";") || header.get(0).contains("\t"))) {
            return "columns are not separated by commas: header=" + header.get(0);
        }
        String wanted = template == PROMPT_ALONE
                ? "no column prompt or input, nor a single other one"
                : "the template names {{" + name + "}}, which is no column";
        return wanted + ": columns=" + String.join(", ", header);
    }

    private Optional<Integer> onlyColumn() {
        int[] others = IntStream.range(0, header.size())
                .filter(i -> !header.get(i).equalsIgnoreCase(ID))
                .filter(i -> header.size() == 1 || !header.get(i).equalsIgnoreCase(PromptBuilder.USER))
                .toArray();
        boolean only = others.length == 1
                && !header.get(others[0]).contains(";")
                && !header.get(others[0]).contains("\t");
        return only ? Optional.of(others[0]) : Optional.empty();
    }

    /** Returns the column of a name, one in the same case first. */
    private Optional<Integer> find(String name) {
        return IntStream.range(0, header.size())
                .filter(i -> header.get(i).equals(name))
                .boxed()
                .findFirst()
                .or(() -> IntStream.range(0, header.size())
                        .filter(i -> header.get(i).equalsIgnoreCase(name))
                        .boxed()
                        .findFirst());
    }
}
