package dev.sluice.allowance;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;

/** A stretch of the calendar that an allowance holds for. Days are as long as they are: a change of the clocks is one. */
public enum Period {
    /** From midnight to midnight. */
    DAY,
    /** From Monday to Sunday. */
    WEEK,
    /** From the first to the last of a month. */
    MONTH;

    /** Returns the first day of the window that a moment lies in. */
    public LocalDate firstDay(Instant moment, ZoneId zone) {
        LocalDate day = moment.atZone(zone).toLocalDate();
        return switch (this) {
            case DAY -> day;
            case WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
            case MONTH -> day.withDayOfMonth(1);
        };
    }

    /** Returns the moment at which the window ends that a moment lies in, and the next one begins. */
    public Instant end(Instant moment, ZoneId zone) {
        LocalDate first = firstDay(moment, zone);
        LocalDate next = switch (this) {
            case DAY -> first.plusDays(1);
            case WEEK -> first.plusWeeks(1);
            case MONTH -> first.plusMonths(1);
        };
        return next.atStartOfDay(zone).toInstant();
    }
}
