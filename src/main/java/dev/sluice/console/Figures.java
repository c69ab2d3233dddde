package dev.sluice.console;

import java.time.Duration;
import java.util.Locale;

/** Writes numbers the way people read them, the same in every locale. */
final class Figures {
    private Figures() {}

    /** Returns a count with thousands separators. */
    static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** Returns a count and its noun, in the plural unless it is one. */
    static String count(long value, String noun) {
        return count(value) + " " + noun + (value == 1 ? "" : "s");
    }

    /** Returns a duration in its two largest units, such as {@code 3m 12s}. */
    static String duration(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds < 60) {
            return seconds + "s";
        }
        if (seconds < 3600) {
            return String.format(Locale.ROOT, "%dm %02ds", seconds / 60, seconds % 60);
        }
        if (seconds < 86_400) {
            return String.format(Locale.ROOT, "%dh %02dm", seconds / 3600, seconds / 60 % 60);
        }
        return String.format(Locale.ROOT, "%dd %02dh", seconds / 86_400, seconds / 3600 % 24);
    }

    /** Returns a foreign text without what could move the cursor of a terminal. */
    static String plain(String text) {
        return text.replaceAll("[\\p{Cntrl}\\p{Cf}]", "?");
    }

    /** Returns a text of at most this many characters on one line, its end left out where it is longer. */
    static String head(String text, int length) {
        String line = text.replaceAll("\\s+", " ");
        return line.length() <= length ? line : line.substring(0, Math.max(0, length - 3)) + "...";
    }

    /** Returns a text of at most this many characters, its beginning left out where it is longer: file names differ at the end. */
    static String tail(String text, int length) {
        return text.length() <= length ? text : "..." + text.substring(text.length() - Math.max(0, length - 3));
    }
}
