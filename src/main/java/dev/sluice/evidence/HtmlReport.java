package dev.sluice.evidence;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes a report as one HTML page that loads nothing and runs nothing. For one thread. */
final class HtmlReport {
    private static final String STYLE = "report.css";
    private final StringBuilder html = new StringBuilder();
    private boolean inSection;

    private HtmlReport() {}

    static String of(List<Part> parts) {
        HtmlReport report = new HtmlReport();
        report.begin(parts);
        parts.forEach(report::add);
        report.end();
        return report.html.toString();
    }

    private void begin(List<Part> parts) {
        String title = parts.stream()
                .filter(Part.Title.class::isInstance)
                .map(part -> ((Part.Title) part).text())
                .findFirst()
                .orElse("");
        html.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';")
                .append(" style-src 'unsafe-inline'\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>")
                .append(escape(title))
                .append("</title>\n<style>\n")
                .append(style())
                .append("</style>\n</head>\n<body>\n<main>\n");
    }

    private void end() {
        endSection();
        html.append("</main>\n</body>\n</html>\n");
    }

    private void endSection() {
        if (inSection) {
            html.append("</section>\n");
        }
    }

    private void add(Part part) {
        if (part instanceof Part.Title title) {
            element("h1", title.text());
        } else if (part instanceof Part.Section section) {
            endSection();
            inSection = true;
            html.append("<section>\n");
            element("h2", section.heading());
        } else if (part instanceof Part.Heading heading) {
            element("h3", heading.text());
        } else if (part instanceof Part.Paragraph paragraph) {
            element("p", paragraph.text());
        } else if (part instanceof Part.Points points) {
            html.append("<ul>\n");
            points.texts().forEach(text -> element("li", text));
            html.append("</ul>\n");
        } else if (part instanceof Part.Table table) {
            table(table);
        } else if (part instanceof Part.Chart chart) {
            html.append("<figure>\n");
            element("figcaption", chart.caption());
            html.append(chart.svg()).append("\n</figure>\n");
        }
    }

    private void table(Part.Table table) {
        String kind = table.kind().name().toLowerCase(java.util.Locale.ROOT);
        html.append("<div class=\"scroll\"><table class=\"").append(kind).append("\">\n");
        if (table.header().stream().anyMatch(cell -> !cell.isEmpty())) {
            html.append("<thead><tr>");
            table.header()
                    .forEach(cell -> html.append("<th scope=\"col\">")
                            .append(escape(cell))
                            .append("</th>"));
            html.append("</tr></thead>\n");
        }
        html.append("<tbody>\n");
        for (List<String> row : table.rows()) {
            html.append("<tr><th scope=\"row\">").append(escape(row.get(0))).append("</th>");
            row.subList(1, row.size())
                    .forEach(cell -> html.append("<td>").append(escape(cell)).append("</td>"));
            html.append("</tr>\n");
        }
        html.append("</tbody>\n</table></div>\n");
    }

    private void element(String name, String text) {
        html.append('<')
                .append(name)
                .append('>')
                .append(escape(text))
                .append("</")
                .append(name)
                .append(">\n");
    }

    /** Returns a text as the content of an element or an attribute in double quotes. */
    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    private static String style() {
        try (InputStream in = HtmlReport.class.getResourceAsStream(STYLE)) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks a packed file: name=" + STYLE);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
