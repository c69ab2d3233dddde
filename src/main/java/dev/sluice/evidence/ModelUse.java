package dev.sluice.evidence;

import java.time.LocalDate;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * What was used of a model in a limit pool on some business days.
 *
 * @param pool the pool
 * @param model the model
 * @param firstUse the first day that anything is recorded of
 * @param days what was used on each of the days
 * @param minutes the minutes with at least one request, in order
 * @param limitedMinutes in how many minutes the limit was felt: a request was refused, or requests waited {@link
 *     #LEAST_WAITED_MILLIS} in sum
 * @param users how many users were named
 */
record ModelUse(
        String pool,
        String model,
        LocalDate firstUse,
        List<Totals> days,
        BusyMinutes minutes,
        long limitedMinutes,
        long users) {
    /** What requests of a minute wait at least, added up, at the limit; less than that is how they are kept at an even pace. */
    static final long LEAST_WAITED_MILLIS = 1_000;

    /** Copies the list. */
    ModelUse {
        days = List.copyOf(days);
    }

    Totals total() {
        return days.stream().reduce(Totals.NONE, Totals::plus);
    }

    long[] ofDays(ToLongFunction<Totals> count) {
        return days.stream().mapToLong(count).toArray();
    }
}
