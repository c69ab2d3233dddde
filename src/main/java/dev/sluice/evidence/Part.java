package dev.sluice.evidence;

import java.util.List;

/** A part of a report, in the order of reading. */
sealed interface Part {
    /** The title of the report. */
    record Title(String text) implements Part {}

    /** The beginning of a section. */
    record Section(String heading) implements Part {}

    /** A heading in a section. */
    record Heading(String text) implements Part {}

    /** A paragraph. */
    record Paragraph(String text) implements Part {}

    /** Some points. */
    record Points(List<String> texts) implements Part {}

    /**
     * A table.
     *
     * @param kind what it is, for its looks
     * @param header the cells of its first row
     * @param rows the cells of the others
     */
    record Table(Kind kind, List<String> header, List<List<String>> rows) implements Part {
        enum Kind {
            FORM,
            FIGURES,
            FACTS
        }
    }

    /** A chart as an SVG element, with what it shows. */
    record Chart(String caption, String svg) implements Part {}
}
