package dev.sluice.prompt;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The formats of input files, told apart by the file name's extension, in any case, with or without {@code .gz}. */
public enum InputFormat {
    /** One prompt a line. */
    TEXT(".txt", ".txt"),
    /** One prompt a file. */
    DOCUMENT(".md", ".md"),
    /** RFC 4180 with a header, one prompt a row. */
    CSV(".csv", ".csv"),
    /** One JSON object a line, either a simple line or an OpenAI Batch line. */
    JSON_LINES(".jsonl", ".ndjson");

    private static final String GZIP = ".gz";
    private final String extension;
    private final String otherExtension;

    InputFormat(String extension, String otherExtension) {
        this.extension = extension;
        this.otherExtension = otherExtension;
    }

    /** Returns the format that a file name or path stands for, or empty where Sluice doesn't read such files. */
    public static Optional<InputFormat> of(String fileName) {
        String name = unpackedName(fileName).toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(format -> name.endsWith(format.extension) || name.endsWith(format.otherExtension))
                .findFirst();
    }

    /** Returns whether a file name says that the file is packed by gzip. */
    public static boolean isPacked(String fileName) {
        return fileName.toLowerCase(Locale.ROOT).endsWith(GZIP);
    }

    /** Returns the last part of a path without its format's extension: {@code a} for {@code inbox/a.jsonl.gz}. */
    public static String baseName(String fileName) {
        String name = unpackedName(lastPart(fileName));
        return of(name).isPresent() ? name.substring(0, name.lastIndexOf('.')) : name;
    }

    /** Returns the last part of a path that is written with slashes. */
    static String lastPart(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static String unpackedName(String fileName) {
        return isPacked(fileName) ? fileName.substring(0, fileName.length() - GZIP.length()) : fileName;
    }
}
