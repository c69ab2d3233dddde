package dev.sluice.job;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.StringWriter;
import java.util.List;

/** Makes rows of CSV (RFC 4180), without what ends them. Not thread-safe. */
final class CsvRow {
    static final String END = "\r\n";

    private final StringWriter text = new StringWriter();
    private final CsvWriter writer =
            CsvWriter.builder().bufferSize(0).lineDelimiter(LineDelimiter.LF).build(text);

    /** Returns the row of these cells, which may hold line breaks. */
    String of(List<String> cells) {
        text.getBuffer().setLength(0);
        writer.writeRecord(cells);
        return text.getBuffer().substring(0, text.getBuffer().length() - 1);
    }
}
