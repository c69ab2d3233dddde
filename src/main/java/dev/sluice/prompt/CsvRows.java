package dev.sluice.prompt;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The rows below the header of a CSV file; a file that breaks RFC 4180 is unreadable from there on. Not thread-safe. */
final class CsvRows implements RawLines {
    private static final Pattern LINE = Pattern.compile("line (\\d+)");
    private final String file;
    private final InputStream in;
    private final CloseableIterator<CsvRecord> records;
    private final List<String> header;
    private long lineNumber = 1;
    private List<String> cells = List.of();

    /**
     * Reads the header.
     *
     * @throws UnreadableFileException when there is none
     */
    CsvRows(InputStream in, String file, int maxRowChars) {
        this.file = file;
        this.in = in;
        CsvRecordHandler handler = CsvRecordHandler.builder()
                .maxFieldSize(maxRowChars)
                .maxRecordSize(maxRowChars)
                .build();
        records = CsvReader.builder()
                .allowUnclosedQuote(false)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .maxBufferSize(Math.max(maxRowChars, 1 << 14))
                .build(handler, in, StandardCharsets.UTF_8)
                .iterator();
        CsvRecord first = nextRecord()
                .orElseThrow(() -> new UnreadableFileException(file, 0, "no readable line: the file is empty"));
        header = first.getFields().stream().map(String::strip).toList();
    }

    /** Returns the names of the columns. */
    List<String> header() {
        return header;
    }

    @Override
    public boolean advance() {
        Optional<CsvRecord> row = nextRecord();
        while (row.isPresent() && isBlank(row.get())) {
            row = nextRecord();
        }
        row.ifPresent(present -> {
            lineNumber = present.getStartingLineNumber();
            cells = present.getFields();
        });
        return row.isPresent();
    }

    @Override
    public long lineNumber() {
        return lineNumber;
    }

    @Override
    public boolean tooLong() {
        return false;
    }

    @Override
    public String text() {
        return "";
    }

    @Override
    public List<String> cells() {
        return cells;
    }

    @Override
    public void close() throws IOException {
        records.close();
        in.close();
    }

    private Optional<CsvRecord> nextRecord() {
        try {
            return records.hasNext() ? Optional.of(records.next()) : Optional.empty();
        } catch (CsvParseException e) {
            if (e.getCause() instanceof UnreadableFileException unreadable) {
                throw unreadable;
            }
            if (e.getCause() instanceof IOException failed) {
                throw new UncheckedIOException(failed);
            }
            String message = String.valueOf(e.getMessage());
            throw new UnreadableFileException(file, lineIn(message), "not CSV as in RFC 4180: " + message);
        }
    }

    private long lineIn(String message) {
        Matcher line = LINE.matcher(message);
        return line.find() ? Long.parseLong(line.group(1)) : lineNumber;
    }

    private static boolean isBlank(CsvRecord row) {
        return row.getFieldCount() == 1 && row.getField(0).isBlank();
    }
}
