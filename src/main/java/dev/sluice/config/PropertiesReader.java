package dev.sluice.config;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Properties;
import java.util.function.BiConsumer;

/** Reads a properties file entry by entry with line numbers, which {@link Properties} alone can't tell. */
final class PropertiesReader {
    private PropertiesReader() {}

    /**
     * Hands each entry to {@code entries} in the order of the file, those that repeat a key too.
     *
     * @param file the file's name for messages
     */
    static void read(String file, String text, Problems problems, BiConsumer<String, Value> entries) {
        List<String> lines = text.lines().toList();
        for (int first = 0; first < lines.size(); first++) {
            int last = first;
            while (!comment(lines.get(first)) && continues(lines.get(last)) && last + 1 < lines.size()) {
                last++;
            }
            String place = file + ":" + (first + 1);
            readEntry(place, String.join("\n", lines.subList(first, last + 1)), problems, entries);
            first = last;
        }
    }

    private static void readEntry(String place, String entry, Problems problems, BiConsumer<String, Value> entries) {
        Properties parsed = new Properties();
        try {
            parsed.load(new StringReader(entry));
        } catch (IOException | IllegalArgumentException e) {
            problems.add(place, "a \\u escape needs four hexadecimal digits");
            return;
        }
        for (String key : parsed.stringPropertyNames()) {
            entries.accept(key, new Value(parsed.getProperty(key).strip(), place));
        }
    }

    private static boolean comment(String line) {
        String text = line.stripLeading();
        return text.startsWith("#") || text.startsWith("!");
    }

    /** Tells whether a line ends in an odd number of backslashes and so goes on in the next. */
    private static boolean continues(String line) {
        int end = line.length();
        while (end > 0 && line.charAt(end - 1) == '\\') {
            end--;
        }
        return (line.length() - end) % 2 == 1;
    }
}
