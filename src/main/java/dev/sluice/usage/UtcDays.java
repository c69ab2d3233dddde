package dev.sluice.usage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the ledger by UTC days, which providers count by: its own days may be those of another zone, but minutes are the
 * same in all. Stateless.
 */
public final class UtcDays {
    private static final long MINUTES_OF_DAY = 1_440;
    private static final long MILLIS_OF_DAY = 86_400_000;

    private record Key(long day, String model) {}

    private UtcDays() {}

    /** Returns what was used of each model on each UTC day, both ends included, in no order. */
    public static List<DayUse> of(Connection connection, LocalDate from, LocalDate to) throws SQLException {
        Map<Key, Long> requests = requests(connection, from, to);
        List<DayUse> days = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT minute / ?, model, SUM(input_tokens), SUM(cached_tokens), SUM(output_tokens), SUM(cost_microusd),
                SUM(unpriced) FROM usage_minutes WHERE minute >= ? AND minute < ? GROUP BY 1, 2""")) {
            select.setLong(1, MINUTES_OF_DAY);
            select.setLong(2, from.toEpochDay() * MINUTES_OF_DAY);
            select.setLong(3, (to.toEpochDay() + 1) * MINUTES_OF_DAY);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    long day = row.getLong(1);
                    String model = row.getString(2);
                    days.add(new DayUse(
                            LocalDate.ofEpochDay(day),
                            model,
                            requests.getOrDefault(new Key(day, model), 0L),
                            new UsedTokens(row.getLong(3), row.getLong(4), row.getLong(5)),
                            row.getLong(6),
                            row.getLong(7)));
                }
            }
        }
        return days;
    }

    /** Returns the first UTC day whose single requests are all there still, or empty where there is none at all. */
    public static Optional<LocalDate> firstWithRequests(Connection connection) throws SQLException {
        try (Statement select = connection.createStatement();
                ResultSet row = select.executeQuery("SELECT at FROM usage_requests ORDER BY id LIMIT 1")) {
            return row.next()
                    ? Optional.of(LocalDate.ofInstant(Instant.ofEpochMilli(row.getLong(1)), ZoneOffset.UTC))
                    : Optional.empty();
        }
    }

    /** The sums count polls and failures as requests too; which of them a model has worked on, only the rows tell. */
    private static Map<Key, Long> requests(Connection connection, LocalDate from, LocalDate to) throws SQLException {
        Map<Key, Long> requests = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT at / ?, name, COUNT(*) FROM usage_requests JOIN usage_names ON usage_names.id = model
                WHERE at >= ? AND at < ? AND (outcome = ? AND carried > 0 OR outcome = ?) GROUP BY 1, 2""")) {
            select.setLong(1, MILLIS_OF_DAY);
            select.setLong(2, from.toEpochDay() * MILLIS_OF_DAY);
            select.setLong(3, (to.toEpochDay() + 1) * MILLIS_OF_DAY);
            select.setInt(4, RequestUse.Outcome.ANSWERED.code());
            select.setInt(5, RequestUse.Outcome.RUN_ANSWERED.code());
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    requests.put(new Key(row.getLong(1), row.getString(2)), row.getLong(3));
                }
            }
        }
        return requests;
    }
}
