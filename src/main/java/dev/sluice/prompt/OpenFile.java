package dev.sluice.prompt;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * An input file that was opened and unpacked.
 *
 * @param name the file as the user knows it
 * @param format its format
 * @param lines the cursor over its lines
 * @param columns the names of a CSV file's columns, else none
 * @param isMarked whether it starts with a byte order mark
 */
record OpenFile(String name, InputFormat format, RawLines lines, List<String> columns, boolean isMarked) {

    /** Opens a file whose format follows from its name; throws where it can't be read. */
    static OpenFile open(Path path, String name, Profile profile, ReadLimits limits) throws IOException {
        InputFormat format = profile.formatOf(name)
                .orElseThrow(() -> new UnreadableFileException(
                        name, 0, "is none of .txt, .md, .csv, .jsonl, .ndjson, nor one of them with .gz"));
        InputStream source = Files.newInputStream(path);
        try {
            if (InputFormat.isPacked(name)) {
                source = UnpackingStream.open(source, name, limits.maxUnpackedBytes());
            }
            Utf8Stream bytes = Utf8Stream.open(source, name);
            return of(name, format, bytes, limits.maxLineBytes());
        } catch (IOException | RuntimeException e) {
            source.close();
            throw e;
        }
    }

    private static OpenFile of(String name, InputFormat format, Utf8Stream bytes, int maxBytes) {
        return switch (format) {
            case TEXT, JSON_LINES ->
                new OpenFile(name, format, new TextLines(bytes, maxBytes), List.of(), bytes.isMarked());
            case DOCUMENT ->
                new OpenFile(name, format, new WholeDocument(bytes, maxBytes), List.of(), bytes.isMarked());
            case CSV -> {
                CsvRows rows = new CsvRows(bytes, name, maxBytes);
                yield new OpenFile(name, format, rows, rows.header(), bytes.isMarked());
            }
        };
    }
}
