package dev.sluice.evidence;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneId;

/** Writes usage into the tables as the roll-up does: by the minute and by the day of a zone. For one thread. */
final class UsageBook implements AutoCloseable {
    private static final String COLUMNS =
            "pool, model, user, profile, requests, prompts, input_tokens, cached_tokens, output_tokens, cost_microusd,"
                    + " unpriced, rate_limited, waited_millis";
    private static final String ADDING = " ON CONFLICT DO UPDATE SET requests = requests + excluded.requests,"
            + " prompts = prompts + excluded.prompts, input_tokens = input_tokens + excluded.input_tokens,"
            + " cached_tokens = cached_tokens + excluded.cached_tokens,"
            + " output_tokens = output_tokens + excluded.output_tokens,"
            + " cost_microusd = cost_microusd + excluded.cost_microusd, unpriced = unpriced + excluded.unpriced,"
            + " rate_limited = rate_limited + excluded.rate_limited,"
            + " waited_millis = waited_millis + excluded.waited_millis";
    private final ZoneId zone;
    private final Connection connection;
    private final PreparedStatement minutes;
    private final PreparedStatement days;

    private UsageBook(Connection connection, ZoneId zone) throws SQLException {
        this.connection = connection;
        this.zone = zone;
        this.minutes = connection.prepareStatement(insert("usage_minutes", "minute"));
        this.days = connection.prepareStatement(insert("usage_days", "day"));
    }

    private static String insert(String table, String time) {
        return "INSERT INTO " + table + " (" + time + ", " + COLUMNS + ") VALUES (?" + ", ?".repeat(13) + ")" + ADDING;
    }

    /** Opens a new book in memory. */
    static UsageBook inMemory(ZoneId zone) {
        try {
            Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
            for (String sql : migration().split(";", -1)) {
                if (sql.contains("CREATE TABLE usage_")) {
                    try (Statement statement = connection.createStatement()) {
                        statement.execute(sql);
                    }
                }
            }
            connection.setAutoCommit(false);
            return new UsageBook(connection, zone);
        } catch (SQLException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Opens the book of a database that has the tables. */
    static UsageBook on(Connection connection, ZoneId zone) throws SQLException {
        return new UsageBook(connection, zone);
    }

    private static String migration() throws IOException {
        try (InputStream in = UsageBook.class.getResourceAsStream("/sluice/db/V9__usage.sql")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replaceAll("--[^\n]*", "");
        }
    }

    Connection connection() {
        return connection;
    }

    /** Adds what was used at a moment. */
    UsageBook add(Instant at, String pool, String model, String user, Totals used) {
        try {
            minutes.setLong(1, Math.floorDiv(at.getEpochSecond(), 60L));
            days.setString(1, at.atZone(zone).toLocalDate().toString());
            for (PreparedStatement row : new PreparedStatement[] {minutes, days}) {
                set(row, pool, model, user, used);
                row.executeUpdate();
            }
            return this;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Adds a request of the pool "default" with as many tokens, a tenth of them of the answer. */
    UsageBook add(Instant at, String model, String user, long requests, long tokens) {
        long output = tokens / 10;
        return add(at, "default", model, user, new Totals(requests, requests, tokens - output, 0, output, 0, 0, 0, 0));
    }

    private static void set(PreparedStatement row, String pool, String model, String user, Totals used)
            throws SQLException {
        row.setString(2, pool);
        row.setString(3, model);
        row.setString(4, user);
        row.setString(5, "default");
        row.setLong(6, used.requests());
        row.setLong(7, used.prompts());
        row.setLong(8, used.inputTokens());
        row.setLong(9, used.cachedTokens());
        row.setLong(10, used.outputTokens());
        row.setLong(11, used.costMicroUsd());
        row.setLong(12, used.unpriced());
        row.setLong(13, used.rateLimited());
        row.setLong(14, used.waitedMillis());
    }

    @Override
    public void close() throws SQLException {
        minutes.close();
        days.close();
    }
}
