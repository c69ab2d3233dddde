package dev.sluice.polled;

import dev.sluice.polled.Run.Remote;
import dev.sluice.polled.Run.State;
import dev.sluice.prompt.RunRule;
import dev.sluice.prompt.UserName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The statements for the tables of runs and assistants. Stateless. */
final class RunTable {
    private RunTable() {}

    static long insert(Connection connection, Run run) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO runs (job_id, idx, provider, pool, profile, model, kind, state, remote_file, remote_thread,
                remote_run, attempts, polls, started_at, next_poll_at, user)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                RETURNING id""")) {
            Run.Content content = run.content();
            insert.setLong(1, run.job());
            insert.setLong(2, content.index());
            insert.setString(3, content.provider());
            insert.setString(4, content.pool());
            insert.setString(5, content.profile());
            insert.setString(6, content.model());
            insert.setString(7, content.start().name());
            setState(insert, 8, run);
            insert.setString(16, content.user());
            try (ResultSet row = insert.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }

    static void update(Connection connection, Run run) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE runs SET state = ?, remote_file = ?, remote_thread = ?, remote_run = ?, attempts = ?, polls = ?,
                started_at = ?, next_poll_at = ? WHERE id = ?""")) {
            setState(update, 1, run);
            update.setLong(9, run.id());
            update.executeUpdate();
        }
    }

    private static void setState(PreparedStatement statement, int first, Run run) throws SQLException {
        statement.setString(first, run.state().name());
        statement.setString(first + 1, run.remote().file());
        statement.setString(first + 2, run.remote().thread());
        statement.setString(first + 3, run.remote().run());
        statement.setInt(first + 4, run.attempts());
        statement.setInt(first + 5, run.polls());
        statement.setString(first + 6, text(run.startedAt()));
        statement.setString(first + 7, text(run.nextPollAt()));
    }

    static void delete(Connection connection, long id) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM runs WHERE id = ?")) {
            delete.setLong(1, id);
            delete.executeUpdate();
        }
    }

    static List<Run> all(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT * FROM runs ORDER BY id");
                ResultSet rows = select.executeQuery()) {
            List<Run> runs = new ArrayList<>();
            while (rows.next()) {
                runs.add(run(rows));
            }
            return runs;
        }
    }

    private static Run run(ResultSet rows) throws SQLException {
        return new Run(
                rows.getLong("id"),
                new Run.Content(
                        rows.getLong("job_id"),
                        rows.getLong("idx"),
                        rows.getString("provider"),
                        rows.getString("pool"),
                        rows.getString("profile"),
                        rows.getString("model"),
                        RunRule.Start.valueOf(rows.getString("kind")),
                        Objects.requireNonNullElse(rows.getString("user"), UserName.DEFAULT)),
                State.valueOf(rows.getString("state")),
                new Remote(
                        rows.getString("remote_file"), rows.getString("remote_thread"), rows.getString("remote_run")),
                rows.getInt("attempts"),
                rows.getInt("polls"),
                instant(rows.getString("started_at")),
                instant(rows.getString("next_poll_at")));
    }

    static Optional<String> assistant(Connection connection, String provider, String definition) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT remote_id FROM assistants WHERE provider = ? AND definition = ?")) {
            select.setString(1, provider);
            select.setString(2, definition);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
            }
        }
    }

    static void noteAssistant(Connection connection, String provider, String definition, @Nullable String id)
            throws SQLException {
        String sql = id == null
                ? "DELETE FROM assistants WHERE provider = ? AND definition = ?"
                : "INSERT OR REPLACE INTO assistants (provider, definition, remote_id) VALUES (?, ?, ?)";
        try (PreparedStatement change = connection.prepareStatement(sql)) {
            change.setString(1, provider);
            change.setString(2, definition);
            if (id != null) {
                change.setString(3, id);
            }
            change.executeUpdate();
        }
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }

    private static @Nullable Instant instant(@Nullable String text) {
        return text == null ? null : Instant.parse(text);
    }
}
