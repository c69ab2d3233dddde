package dev.sluice.usage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;

/**
 * The most that a user may have used in requests without a reply that tells what they used, such as those that a kill or a timeout cut
 * off. It counts for what the user may use; the ledger has none of it. Immutable.
 *
 * @param requests requests that aren't in the ledger
 * @param tokens tokens of prompts and answers
 * @param microUsd millionths of a dollar
 */
public record MaybeUsed(long requests, long tokens, long microUsd) {
    /** Adds it to what a user may have used on a day. */
    public void add(Connection connection, LocalDate day, String user) throws SQLException {
        try (PreparedStatement upsert = connection.prepareStatement("""
                INSERT INTO maybe_used (day, user, requests, tokens, cost_microusd) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT DO UPDATE SET requests = requests + excluded.requests, tokens = tokens + excluded.tokens,
                cost_microusd = cost_microusd + excluded.cost_microusd""")) {
            upsert.setString(1, day.toString());
            upsert.setString(2, user);
            upsert.setLong(3, requests);
            upsert.setLong(4, tokens);
            upsert.setLong(5, microUsd);
            upsert.executeUpdate();
        }
    }

    /** Returns what a user may have used from one day to another, both included. */
    public static MaybeUsed ofUser(Connection connection, String user, LocalDate from, LocalDate to)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT COALESCE(SUM(requests), 0), COALESCE(SUM(tokens), 0), COALESCE(SUM(cost_microusd), 0)
                FROM maybe_used WHERE day BETWEEN ? AND ? AND user = ?""")) {
            select.setString(1, from.toString());
            select.setString(2, to.toString());
            select.setString(3, user);
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? new MaybeUsed(row.getLong(1), row.getLong(2), row.getLong(3))
                        : new MaybeUsed(0, 0, 0);
            }
        }
    }
}
