package dev.sluice.evidence;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Collectors;
import org.flywaydb.core.Flyway;
import org.sqlite.SQLiteDataSource;

/** Writes usage into the tables as the roll-up does: by the minute and by the day of a zone. For one thread. */
final class UsageBook implements AutoCloseable {
    private static final List<String> SUMS = List.of(
            "requests",
            "prompts",
            "input_tokens",
            "cached_tokens",
            "output_tokens",
            "cost_microusd",
            "unpriced",
            "rate_limited",
            "waited_millis");
    private static int books;
    private final ZoneId zone;
    private final Connection connection;
    private final PreparedStatement names;
    private final PreparedStatement minutes;
    private final PreparedStatement days;

    private UsageBook(Connection connection, ZoneId zone) throws SQLException {
        this.connection = connection;
        this.zone = zone;
        this.names =
                connection.prepareStatement("INSERT INTO usage_names (name) VALUES (?), (?) ON CONFLICT DO NOTHING");
        this.minutes = connection.prepareStatement(
                insert(
                        "usage_minutes (minute, answered, pool, model, " + String.join(", ", SUMS)
                                + ") SELECT ?, 0, pools.id,"
                                + " models.id" + ", ?".repeat(SUMS.size())
                                + " FROM usage_names AS pools, usage_names AS models WHERE pools.name = ? AND models.name = ?"));
        this.days = connection.prepareStatement(insert("usage_days (day, " + String.join(", ", SUMS)
                + ", pool, model, user, profile) VALUES (?" + ", ?".repeat(SUMS.size()) + ", ?, ?, ?, 'default')"));
    }

    private static String insert(String rows) {
        return "INSERT INTO " + rows + " ON CONFLICT DO UPDATE SET "
                + SUMS.stream()
                        .map(sum -> sum + " = " + sum + " + excluded." + sum)
                        .collect(Collectors.joining(", "));
    }

    /** Opens a new book in memory. */
    static UsageBook inMemory(ZoneId zone) {
        String url = "jdbc:sqlite:file:book-" + ++books + "?mode=memory&cache=shared";
        try {
            Connection connection = DriverManager.getConnection(url);
            SQLiteDataSource source = new SQLiteDataSource();
            source.setUrl(url);
            Flyway.configure()
                    .dataSource(source)
                    .locations("classpath:sluice/db")
                    .load()
                    .migrate();
            connection.setAutoCommit(false);
            return new UsageBook(connection, zone);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Opens the book of a database that has the tables. */
    static UsageBook on(Connection connection, ZoneId zone) throws SQLException {
        return new UsageBook(connection, zone);
    }

    Connection connection() {
        return connection;
    }

    /** Adds what was used at a moment. */
    UsageBook add(Instant at, String pool, String model, String user, Totals used) {
        try {
            minutes.setLong(1, Math.floorDiv(at.getEpochSecond(), 60L));
            days.setString(1, at.atZone(zone).toLocalDate().toString());
            names.setString(1, pool);
            names.setString(2, model);
            days.setString(2 + SUMS.size() + 2, user);
            for (PreparedStatement row : List.of(minutes, days)) {
                set(row, pool, model, used);
            }
            for (PreparedStatement row : List.of(names, minutes, days)) {
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

    private static void set(PreparedStatement row, String pool, String model, Totals used) throws SQLException {
        row.setLong(2, used.requests());
        row.setLong(3, used.prompts());
        row.setLong(4, used.inputTokens());
        row.setLong(5, used.cachedTokens());
        row.setLong(6, used.outputTokens());
        row.setLong(7, used.costMicroUsd());
        row.setLong(8, used.unpriced());
        row.setLong(9, used.rateLimited());
        row.setLong(10, used.waitedMillis());
        row.setString(11, pool);
        row.setString(12, model);
    }

    @Override
    public void close() throws SQLException {
        names.close();
        minutes.close();
        days.close();
    }
}
