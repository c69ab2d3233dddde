package dev.sluice.usage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the ledger by UTC days, which providers count by: its own days may be those of another zone, but minutes are the
 * same in all. Stateless.
 */
public final class UtcDays {
    private static final long MINUTES_OF_DAY = 1_440;

    private UtcDays() {}

    /** Returns what was used of each model on each UTC day, both ends included, in no order. */
    public static List<DayUse> of(Connection connection, LocalDate from, LocalDate to) throws SQLException {
        List<DayUse> days = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT day, name, answered, input, cached, output, cost, unpriced FROM (
                  SELECT minute / ? AS day, model, SUM(answered) AS answered, SUM(input_tokens) AS input,
                    SUM(cached_tokens) AS cached, SUM(output_tokens) AS output, SUM(cost_microusd) AS cost,
                    SUM(unpriced) AS unpriced FROM usage_minutes WHERE minute >= ? AND minute < ? GROUP BY 1, 2)
                JOIN usage_names ON usage_names.id = model""")) {
            select.setLong(1, MINUTES_OF_DAY);
            select.setLong(2, from.toEpochDay() * MINUTES_OF_DAY);
            select.setLong(3, (to.toEpochDay() + 1) * MINUTES_OF_DAY);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    days.add(new DayUse(
                            LocalDate.ofEpochDay(row.getLong(1)),
                            row.getString(2),
                            row.getLong(3),
                            new UsedTokens(row.getLong(4), row.getLong(5), row.getLong(6)),
                            row.getLong(7),
                            row.getLong(8)));
                }
            }
        }
        return days;
    }
}
