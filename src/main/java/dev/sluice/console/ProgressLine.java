package dev.sluice.console;

import java.util.Locale;

/** Writes progress as one line of aligned columns. */
final class ProgressLine {
    private ProgressLine() {}

    /** Returns the line of a job, or of several taken together, its name padded to a width. */
    static String of(String name, int nameWidth, Sum sum, Pace pace) {
        return String.format(
                Locale.ROOT,
                "%-" + Math.max(1, nameWidth) + "s  %11s  %4s  %7s/min  ETA %-7s  retries %s  failed %s",
                name,
                Figures.count(sum.done()) + "/" + (knownTotal(sum) ? Figures.count(sum.total()) : "?"),
                knownTotal(sum) ? sum.done() * 100 / sum.total() + "%" : "?%",
                Figures.count(pace.perMinute()),
                knownTotal(sum)
                        ? pace.timeFor(sum.total() - sum.done())
                                .map(Figures::duration)
                                .orElse("?")
                        : "?",
                Figures.count(sum.retries()),
                Figures.count(sum.failed()));
    }

    /** Returns the same while nothing gets done: what is waited for stands in place of pace and forecast. */
    static String waiting(String name, int nameWidth, Sum sum, String reason) {
        return String.format(
                Locale.ROOT,
                "%-" + Math.max(1, nameWidth) + "s  %11s  %4s  waits: %s",
                name,
                Figures.count(sum.done()) + "/" + (knownTotal(sum) ? Figures.count(sum.total()) : "?"),
                knownTotal(sum) ? sum.done() * 100 / sum.total() + "%" : "?%",
                Figures.plain(reason));
    }

    private static boolean knownTotal(Sum sum) {
        return sum.total() > 0 && sum.total() >= sum.done();
    }
}
