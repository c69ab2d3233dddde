package dev.sluice.reconcile;

import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * Some UTC days. Immutable.
 *
 * @param from the first
 * @param to the last, included
 */
public record Period(LocalDate from, LocalDate to) {
    /** Checks the order. */
    public Period {
        if (from.isAfter(to)) {
            throw new IllegalArgumentException("from must not be after to: from=" + from + " to=" + to);
        }
    }

    boolean has(LocalDate day) {
        return !day.isBefore(from) && !day.isAfter(to);
    }

    /** Returns the part of a query that asks for these days. */
    String query() {
        return "start_time=" + seconds(from) + "&end_time=" + seconds(to.plusDays(1)) + "&bucket_width=1d";
    }

    private static long seconds(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toEpochSecond();
    }
}
