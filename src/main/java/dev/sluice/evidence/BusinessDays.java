package dev.sluice.evidence;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Some days from Monday to Friday in a zone. There is no calendar of holidays: one of them counts as a day of little use. Immutable.
 *
 * @param zone where the days begin and end
 * @param days the days in order, at least one
 */
public record BusinessDays(ZoneId zone, List<LocalDate> days) {
    private static final int SECONDS_OF_MINUTE = 60;

    /** Checks that there is a day. */
    public BusinessDays {
        days = List.copyOf(days);
        if (days.isEmpty()) {
            throw new IllegalArgumentException("there is no business day, Monday to Friday, in these days");
        }
    }

    /** Returns the last days that were over before today began. */
    public static BusinessDays before(LocalDate today, int count, ZoneId zone) {
        List<LocalDate> days = new ArrayList<>();
        for (LocalDate day = today.minusDays(1); days.size() < count; day = day.minusDays(1)) {
            if (isBusinessDay(day)) {
                days.add(day);
            }
        }
        Collections.reverse(days);
        return new BusinessDays(zone, days);
    }

    /** Returns the days from one to another, both included. */
    public static BusinessDays between(LocalDate from, LocalDate to, ZoneId zone) {
        if (to.isBefore(from)) {
            throw new IllegalArgumentException("the last day is before the first: from=" + from + " to=" + to);
        }
        List<LocalDate> days = from.datesUntil(to.plusDays(1))
                .filter(BusinessDays::isBusinessDay)
                .toList();
        return new BusinessDays(zone, days);
    }

    private static boolean isBusinessDay(LocalDate day) {
        return day.getDayOfWeek() != DayOfWeek.SATURDAY && day.getDayOfWeek() != DayOfWeek.SUNDAY;
    }

    /** Returns the first day. */
    public LocalDate first() {
        return days.get(0);
    }

    /** Returns the last day. */
    public LocalDate last() {
        return days.get(days.size() - 1);
    }

    /** Returns how many days there are. */
    public int count() {
        return days.size();
    }

    /** Returns how many minutes the days have together; a day on which the clocks change has more or fewer. */
    public long minutes() {
        return days.stream()
                .mapToLong(day -> startOf(day.plusDays(1)) - startOf(day))
                .sum();
    }

    /** Returns the minute since 1970 UTC with which a day begins. */
    long startOf(LocalDate day) {
        return Math.floorDiv(day.atStartOfDay(zone).toEpochSecond(), SECONDS_OF_MINUTE);
    }

    /** Returns the place of a day among these, or a negative number where it is none of them. */
    int indexOf(LocalDate day) {
        return Collections.binarySearch(days, day);
    }
}
