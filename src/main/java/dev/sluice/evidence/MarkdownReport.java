package dev.sluice.evidence;

import java.util.List;
import java.util.stream.Collectors;

/** Writes a report as Markdown with the tables of GitHub. */
final class MarkdownReport {
    private MarkdownReport() {}

    static String of(List<Part> parts) {
        return parts.stream().map(MarkdownReport::text).collect(Collectors.joining("\n"));
    }

    private static String text(Part part) {
        if (part instanceof Part.Title title) {
            return "# " + escape(title.text()) + "\n";
        }
        if (part instanceof Part.Section section) {
            return "## " + escape(section.heading()) + "\n";
        }
        if (part instanceof Part.Heading heading) {
            return "### " + escape(heading.text()) + "\n";
        }
        if (part instanceof Part.Paragraph paragraph) {
            return escape(paragraph.text()) + "\n";
        }
        if (part instanceof Part.Points points) {
            return points.texts().stream()
                    .map(text -> "- " + escape(text) + "\n")
                    .collect(Collectors.joining());
        }
        return part instanceof Part.Table table ? table(table) : "";
    }

    private static String table(Part.Table table) {
        boolean words = table.kind() == Part.Table.Kind.FACTS;
        StringBuilder rows = new StringBuilder(row(table.header()));
        for (int i = 0; i < table.header().size(); i++) {
            rows.append(i == 0 || words || table.header().get(i).startsWith("Evidence") ? "|---" : "|---:");
        }
        rows.append("|\n");
        table.rows().forEach(cells -> rows.append(row(cells)));
        return rows.toString();
    }

    private static String row(List<String> cells) {
        return cells.stream().map(MarkdownReport::escape).collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    /** Returns a text in which nothing is markup. */
    static String escape(String text) {
        return text.replaceAll("([\\\\`*_\\[\\]|~#])", "\\\\$1")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;");
    }
}
