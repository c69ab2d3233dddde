package dev.sluice.job;

/** A cell of a CSV file that a spreadsheet may open. Stateless. */
public final class SpreadsheetCell {
    private static final String FORMULA_STARTS = "=+-@\t\r";

    private SpreadsheetCell() {}

    /** Returns a foreign text so that no spreadsheet takes it for a formula: with an apostrophe before what looks like one. */
    public static String harmless(String text) {
        boolean formula = !text.isEmpty() && FORMULA_STARTS.indexOf(text.charAt(0)) >= 0;
        return formula ? "'" + text : text;
    }
}
