package dev.sluice.usage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** Reads the sums of the ledger, never the ledger itself. Stateless. */
public final class UsageReport {
    private static final String SUMS = """
            COALESCE(SUM(requests), 0), COALESCE(SUM(prompts), 0), COALESCE(SUM(input_tokens), 0),
            COALESCE(SUM(cached_tokens), 0), COALESCE(SUM(output_tokens), 0), COALESCE(SUM(cost_microusd), 0),
            COALESCE(SUM(unpriced), 0), COALESCE(SUM(rate_limited), 0), COALESCE(SUM(waited_millis), 0)""";

    /** What is summed up apart. */
    public enum By {
        /** Each user. */
        USER("user"),
        /** Each model. */
        MODEL("model"),
        /** Each profile. */
        PROFILE("profile"),
        /** Each day. */
        DAY("day");

        private final String column;

        By(String column) {
            this.column = column;
        }
    }

    private UsageReport() {}

    /**
     * Returns the sums of some days, both included: days in their order, all else from the most expensive down.
     *
     * @param from the first day, in the zone of the ledger
     * @param to the last day
     */
    public static List<UsageSum> of(Connection connection, By by, LocalDate from, LocalDate to) throws SQLException {
        String order = by == By.DAY ? "1" : "7 DESC, 3 DESC, 2 DESC, 1";
        try (PreparedStatement select = connection.prepareStatement("SELECT " + by.column + ", " + SUMS
                + " FROM usage_days WHERE day BETWEEN ? AND ? GROUP BY 1 ORDER BY " + order)) {
            select.setString(1, from.toString());
            select.setString(2, to.toString());
            return sums(select);
        }
    }

    /** Returns what a user has used on some days, both included. */
    public static UsageSum ofUser(Connection connection, String user, LocalDate from, LocalDate to)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT ?, " + SUMS + " FROM usage_days WHERE day BETWEEN ? AND ? AND user = ?")) {
            select.setString(1, user);
            select.setString(2, from.toString());
            select.setString(3, to.toString());
            select.setString(4, user);
            return sums(select).get(0);
        }
    }

    private static List<UsageSum> sums(PreparedStatement select) throws SQLException {
        List<UsageSum> sums = new ArrayList<>();
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                sums.add(new UsageSum(
                        rows.getString(1),
                        rows.getLong(2),
                        rows.getLong(3),
                        rows.getLong(4),
                        rows.getLong(5),
                        rows.getLong(6),
                        rows.getLong(7),
                        rows.getLong(8),
                        rows.getLong(9),
                        rows.getLong(10)));
            }
        }
        return sums;
    }
}
