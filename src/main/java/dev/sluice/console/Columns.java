package dev.sluice.console;

import java.util.List;

/** Aligns the cells of rows: to the left, and numbers to the right. */
final class Columns {
    private static final String GAP = "  ";

    private Columns() {}

    /** Returns a line for each row; all rows have as many cells as the first. */
    static List<String> of(List<String[]> rows) {
        if (rows.isEmpty()) {
            return List.of();
        }
        int[] widths = new int[rows.get(0).length];
        for (String[] row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private static String line(String[] row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String pad = " ".repeat(widths[i] - row[i].length());
            boolean number = row[i].matches("[0-9,]+([.][0-9]+)?");
            line.append(i == 0 ? "" : GAP).append(number ? pad + row[i] : row[i] + pad);
        }
        return line.toString().stripTrailing();
    }
}
