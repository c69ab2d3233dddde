package dev.sluice.evidence;

import java.util.Arrays;

/**
 * A line through the counts of days (Theil–Sen): its slope is the median of the slopes between any two days, so that one
 * odd day, such as a holiday, hardly moves it. Immutable.
 *
 * @param perDay by how much it rises from one day to the next
 * @param first its height on the first day
 * @param days how many days it was drawn through
 * @see <a href="https://en.wikipedia.org/wiki/Theil%E2%80%93Sen_estimator">Theil–Sen estimator</a>
 */
public record Trend(double perDay, double first, int days) {
    private static final int DAYS_OF_WEEK = 5;

    /** Draws the line through at least two days. */
    static Trend through(long... counts) {
        int days = counts.length;
        if (days < 2) {
            throw new IllegalArgumentException("a trend takes at least two days: days=" + days);
        }
        double[] slopes = new double[days * (days - 1) / 2];
        int next = 0;
        for (int i = 0; i < days; i++) {
            for (int j = i + 1; j < days; j++) {
                slopes[next++] = (double) (counts[j] - counts[i]) / (j - i);
            }
        }
        double slope = median(slopes);
        double[] heights = new double[days];
        for (int i = 0; i < days; i++) {
            heights[i] = counts[i] - slope * i;
        }
        return new Trend(slope, median(heights), days);
    }

    /** Returns its height on a day, counted from 0, which may lie ahead. */
    double on(int day) {
        return first + perDay * day;
    }

    /** Returns the change in five business days, in percent of its height in the middle, or 0 where that isn't above 0. */
    double percentPerWeek() {
        double middle = first + perDay * (days - 1) / 2;
        return middle <= 0 ? 0 : 100 * perDay * DAYS_OF_WEEK / middle;
    }

    /** Returns by what it multiplies as many days ahead, at least 1: a need that shrinks is not foretold. */
    double factorAhead(int daysAhead) {
        double last = on(days - 1);
        return last <= 0 ? 1 : Math.max(1, on(days - 1 + daysAhead) / last);
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        int middle = values.length / 2;
        return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
}
