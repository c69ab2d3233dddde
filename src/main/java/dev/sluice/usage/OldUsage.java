package dev.sluice.usage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/** Removes the oldest rows of the ledger; its sums stay. Stateless. */
public final class OldUsage {
    /** As many requests as are removed in one go, so that nobody waits long for the database. */
    private static final int REQUESTS = 2_000;

    private OldUsage() {}

    /**
     * Removes some of the requests that were over before a moment, with their prompts; returns whether there may be more.
     */
    public static boolean removeSome(Connection connection, Instant before) throws SQLException {
        long first = 0;
        long last = 0;
        // The numbers of requests count up with their times, so that only those are looked at that go.
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT MIN(id), MAX(id), MAX(at) FROM (SELECT id, at FROM usage_requests ORDER BY id LIMIT ?)""")) {
            select.setInt(1, REQUESTS);
            try (ResultSet row = select.executeQuery()) {
                if (row.next() && row.getObject(1) != null) {
                    first = row.getLong(1);
                    last = row.getLong(3) < before.toEpochMilli()
                            ? row.getLong(2)
                            : lastBefore(connection, row.getLong(2), before);
                }
            }
        }
        if (last < first || last == 0) {
            return false;
        }
        int removed = delete(connection, "DELETE FROM usage_requests WHERE id <= ?", last);
        delete(connection, "DELETE FROM usage_prompts WHERE request <= ?", last);
        return removed == REQUESTS;
    }

    /** Returns the number of the last of the oldest requests, up to this one, that goes; 0 where none goes. */
    private static long lastBefore(Connection connection, long most, Instant before) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT COALESCE(MIN(id), 1) - 1 FROM usage_requests WHERE id <= ? AND at >= ?")) {
            select.setLong(1, most);
            select.setLong(2, before.toEpochMilli());
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }

    private static int delete(Connection connection, String sql, long last) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(sql)) {
            delete.setLong(1, last);
            return delete.executeUpdate();
        }
    }
}
