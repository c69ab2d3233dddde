package dev.sluice.evidence;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes numbers and days as people read them, the same in every locale. */
final class Words {
    static final String NONE = "–";
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEE d MMM yyyy", Locale.ENGLISH);
    private static final BigDecimal WHOLE_FROM = BigDecimal.valueOf(1000);
    private static final long MILLIS_OF_MINUTE = 60_000;
    private static final long MILLIS_OF_SECOND = 1_000;

    private Words() {}

    static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    static String count(long value, String noun) {
        return count(value) + " " + noun + (value == 1 ? "" : "s");
    }

    static String decimal(BigDecimal value) {
        return value.compareTo(WHOLE_FROM) >= 0
                ? count(value.setScale(0, RoundingMode.HALF_UP).longValueExact())
                : value.toPlainString();
    }

    static String decimal(double value) {
        return String.format(Locale.ROOT, "%,.1f", value + 0.0);
    }

    /** Returns how people call a zone. */
    static String zone(ZoneId zone) {
        return zone.equals(ZoneOffset.UTC) ? "UTC" : zone.getId();
    }

    static String day(LocalDate day) {
        return DAY.format(day);
    }

    /** Returns the share of a limit, or a dash where there is none. */
    static String share(long value, @Nullable Long limit) {
        return limit == null || limit == 0 ? NONE : percent(value, limit) + " %";
    }

    /** Returns the rounded percentage. */
    static long percent(long value, long of) {
        return BigDecimal.valueOf(100 * value)
                .divide(BigDecimal.valueOf(of), 0, RoundingMode.HALF_UP)
                .longValueExact();
    }

    /** Returns a time in minutes, with a decimal place below ten of them; in seconds or ms where it is shorter than one. */
    static String time(long millis) {
        if (millis < MILLIS_OF_SECOND) {
            return millis + " ms";
        }
        if (millis < MILLIS_OF_MINUTE) {
            return count(millis / MILLIS_OF_SECOND, "second");
        }
        boolean whole = millis % MILLIS_OF_MINUTE == 0 || millis >= 10 * MILLIS_OF_MINUTE;
        return whole
                ? count(Math.round((double) millis / MILLIS_OF_MINUTE), "minute")
                : decimal((double) millis / MILLIS_OF_MINUTE) + " minutes";
    }

    /** Returns a text on one line, without what could hide or reorder it. */
    static String plain(String text) {
        return text.replaceAll("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]", "\ufffd");
    }
}
