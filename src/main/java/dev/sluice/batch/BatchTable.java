package dev.sluice.batch;

import dev.sluice.batch.Batch.Remote;
import dev.sluice.batch.Batch.State;
import dev.sluice.prompt.Endpoint;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The statements for the table of batches. Stateless. */
final class BatchTable {
    private BatchTable() {}

    static long insert(Connection connection, Batch batch) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO batches (job_id, token, provider, state, pool, endpoint, model, prompts, tokens, bytes, written_at,
                completed, failed, not_before, refusals, input_tokens, output_tokens, answered)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, ?, 0, 0, 0, 0) RETURNING id""")) {
            insert.setLong(1, batch.job());
            Batch.Content content = batch.content();
            insert.setString(2, content.token());
            insert.setString(3, content.provider());
            insert.setString(4, batch.state().name());
            insert.setString(5, content.pool());
            insert.setString(6, content.endpoint().name());
            insert.setString(7, content.model());
            insert.setBytes(8, content.prompts().toByteArray());
            insert.setLong(9, content.tokens());
            insert.setLong(10, content.bytes());
            insert.setString(11, content.writtenAt().toString());
            insert.setString(12, batch.delay().until().toString());
            try (ResultSet row = insert.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }

    static void update(Connection connection, Batch batch) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE batches SET state = ?, remote_file = ?, remote_batch = ?, remote_status = ?, output_file = ?,
                error_file = ?, completed = ?, failed = ?, started_at = ?, expires_at = ?, not_before = ?, refusals = ?,
                waits_for = ?, input_tokens = ?, output_tokens = ?, answered = ?, left_over = ? WHERE id = ?""")) {
            Remote remote = batch.remote();
            Batch.Brought brought = batch.brought();
            BitSet leftOver = brought.leftOver();
            update.setString(1, batch.state().name());
            update.setString(2, remote.file());
            update.setString(3, remote.batch());
            update.setString(4, remote.status());
            update.setString(5, remote.outputFile());
            update.setString(6, remote.errorFile());
            update.setLong(7, remote.completed());
            update.setLong(8, remote.failed());
            update.setString(9, text(remote.startedAt()));
            update.setString(10, text(remote.expiresAt()));
            update.setString(11, batch.delay().until().toString());
            update.setInt(12, batch.delay().refusals());
            update.setString(13, batch.delay().reason());
            update.setLong(14, brought.inputTokens());
            update.setLong(15, brought.outputTokens());
            update.setLong(16, brought.answered());
            update.setBytes(17, leftOver == null ? null : leftOver.toByteArray());
            update.setLong(18, batch.id());
            update.executeUpdate();
        }
    }

    /** Forgets what the batches of a job have left over. */
    static void forgetLeftOver(Connection connection, long job) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE batches SET left_over = NULL WHERE job_id = ?")) {
            update.setLong(1, job);
            update.executeUpdate();
        }
    }

    /** Returns the batches that aren't done, and all of the jobs that aren't. */
    static List<Batch> current(Connection connection) throws SQLException {
        return read(connection, """
                SELECT * FROM batches WHERE state <> 'DONE'
                OR job_id IN (SELECT id FROM jobs WHERE state <> 'DONE') ORDER BY id""");
    }

    static List<Batch> ofJob(Connection connection, long job) throws SQLException {
        return read(connection, "SELECT * FROM batches WHERE job_id = " + job + " ORDER BY id");
    }

    private static List<Batch> read(Connection connection, String sql) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql);
                ResultSet rows = select.executeQuery()) {
            List<Batch> batches = new ArrayList<>();
            while (rows.next()) {
                batches.add(batch(rows));
            }
            return batches;
        }
    }

    private static Batch batch(ResultSet rows) throws SQLException {
        byte[] leftOver = rows.getBytes("left_over");
        return new Batch(
                rows.getLong("id"),
                new Batch.Content(
                        rows.getLong("job_id"),
                        rows.getString("token"),
                        rows.getString("provider"),
                        rows.getString("pool"),
                        Endpoint.valueOf(rows.getString("endpoint")),
                        rows.getString("model"),
                        BitSet.valueOf(rows.getBytes("prompts")),
                        rows.getLong("tokens"),
                        rows.getLong("bytes"),
                        Instant.parse(rows.getString("written_at"))),
                State.valueOf(rows.getString("state")),
                new Remote(
                        rows.getString("remote_file"),
                        rows.getString("remote_batch"),
                        rows.getString("remote_status"),
                        rows.getString("output_file"),
                        rows.getString("error_file"),
                        rows.getLong("completed"),
                        rows.getLong("failed"),
                        instant(rows.getString("started_at")),
                        instant(rows.getString("expires_at"))),
                new Batch.Delay(
                        Instant.parse(rows.getString("not_before")),
                        rows.getInt("refusals"),
                        rows.getString("waits_for")),
                new Batch.Brought(
                        rows.getLong("input_tokens"),
                        rows.getLong("output_tokens"),
                        rows.getLong("answered"),
                        leftOver == null ? null : BitSet.valueOf(leftOver)));
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }

    private static @Nullable Instant instant(@Nullable String text) {
        return text == null ? null : Instant.parse(text);
    }
}
