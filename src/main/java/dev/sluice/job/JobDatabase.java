package dev.sluice.job;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** The embedded database: opens it, brings its schema up to date, and reads from it. Thread-safe for reading. */
final class JobDatabase implements AutoCloseable {
    private static final int PAGE = 1_000;
    /** The results of a job, and those of the prompts that take the result of an identical one. */
    private static final String RESULTS = """
            SELECT job_id, idx, attempts, status, request_id, body, code, message
            FROM results WHERE job_id = ? AND idx >= ?
            UNION ALL
            SELECT r.job_id, r.idx, f.attempts, f.status, f.request_id, f.body, f.code, f.message
            FROM repeats r JOIN results f ON f.job_id = r.job_id AND f.idx = r.first_idx
            WHERE r.job_id = ? AND r.idx >= ?
            ORDER BY idx LIMIT ?""";

    private static final int BUSY_MILLIS = 30_000;
    private static final int CONNECTIONS = 6;
    private final HikariDataSource source;

    JobDatabase(Path file) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout(BUSY_MILLIS);
        SQLiteDataSource sqlite = new SQLiteDataSource(config);
        sqlite.setUrl("jdbc:sqlite:" + file);
        HikariConfig pool = new HikariConfig();
        pool.setDataSource(sqlite);
        pool.setPoolName("sluice-database");
        pool.setMaximumPoolSize(CONNECTIONS);
        pool.setMinimumIdle(1);
        source = new HikariDataSource(pool);
    }

    void migrate() {
        Flyway.configure(JobDatabase.class.getClassLoader())
                .dataSource(source)
                .locations("classpath:sluice/db")
                .load()
                .migrate();
    }

    @Override
    public void close() {
        source.close();
    }

    Connection connect() throws SQLException {
        return source.getConnection();
    }

    List<Job> unfinishedJobs() throws SQLException {
        try (Connection connection = connect();
                PreparedStatement select =
                        connection.prepareStatement("SELECT * FROM jobs WHERE state <> 'DONE' ORDER BY id");
                ResultSet rows = select.executeQuery()) {
            List<Job> jobs = new ArrayList<>();
            while (rows.next()) {
                jobs.add(job(rows));
            }
            return jobs;
        }
    }

    List<PoolNote> poolNotes() throws SQLException {
        try (Connection connection = connect();
                PreparedStatement select = connection.prepareStatement("SELECT * FROM pools ORDER BY name");
                ResultSet rows = select.executeQuery()) {
            List<PoolNote> notes = new ArrayList<>();
            while (rows.next()) {
                notes.add(new PoolNote(
                        rows.getString("name"),
                        number(rows, "requests_per_minute"),
                        number(rows, "tokens_per_minute"),
                        number(rows, "images_per_minute"),
                        LocalDate.parse(rows.getString("day")),
                        rows.getLong("requests_of_day"),
                        rows.getLong("tokens_of_day"),
                        rows.getString("status"),
                        Instant.parse(rows.getString("noted_at"))));
            }
            return notes;
        }
    }

    private static @Nullable Long number(ResultSet rows, String column) throws SQLException {
        long number = rows.getLong(column);
        return rows.wasNull() ? null : (Long) number;
    }

    long highestJobId() throws SQLException {
        try (Connection connection = connect();
                PreparedStatement select = connection.prepareStatement("SELECT COALESCE(MAX(id), 0) FROM jobs");
                ResultSet rows = select.executeQuery()) {
            return rows.next() ? rows.getLong(1) : 0;
        }
    }

    /** Which prompts of a job have a result, and how many of those are answers. */
    record Stored(BitSet indexes, long answered, long failed) {}

    Stored stored(long job) throws SQLException {
        try (Connection connection = connect();
                PreparedStatement select =
                        connection.prepareStatement("SELECT idx, code IS NULL FROM results WHERE job_id = ?")) {
            select.setLong(1, job);
            BitSet indexes = new BitSet();
            long answered = 0;
            long failed = 0;
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    indexes.set(Math.toIntExact(rows.getLong(1)));
                    boolean isAnswer = rows.getBoolean(2);
                    answered += isAnswer ? 1 : 0;
                    failed += isAnswer ? 0 : 1;
                }
            }
            return new Stored(indexes, answered, failed);
        }
    }

    /** Returns how many prompts take the answer and the failure of an identical one; no indexes. */
    Stored repeated(long job) throws SQLException {
        try (Connection connection = connect();
                PreparedStatement select = connection.prepareStatement("""
                        SELECT f.request_id IS NULL, COUNT(*)
                        FROM repeats r JOIN results f ON f.job_id = r.job_id AND f.idx = r.first_idx
                        WHERE r.job_id = ? GROUP BY 1""")) {
            select.setLong(1, job);
            long answered = 0;
            long failed = 0;
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    boolean isFailure = rows.getBoolean(1);
                    answered += isFailure ? 0 : rows.getLong(2);
                    failed += isFailure ? rows.getLong(2) : 0;
                }
            }
            return new Stored(new BitSet(), answered, failed);
        }
    }

    /** Returns the results of a job in the order of its prompts, read a page at a time. */
    Iterator<Result> results(long job) {
        return new Iterator<>() {
            private final Queue<Result> page = new ArrayDeque<>();
            private long next;
            private boolean last;

            @Override
            public boolean hasNext() {
                if (page.isEmpty() && !last) {
                    page.addAll(page(job, next));
                    last = page.size() < PAGE;
                }
                return !page.isEmpty();
            }

            @Override
            public Result next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                Result result = page.remove();
                next = result.index() + 1;
                return result;
            }
        };
    }

    private List<Result> page(long job, long from) {
        try (Connection connection = connect();
                PreparedStatement select = connection.prepareStatement(RESULTS)) {
            select.setLong(1, job);
            select.setLong(2, from);
            select.setLong(3, job);
            select.setLong(4, from);
            select.setInt(5, PAGE);
            List<Result> results = new ArrayList<>(PAGE);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    results.add(result(rows));
                }
            }
            return results;
        } catch (SQLException e) {
            throw new StoreException("results can't be read: job=" + job, e);
        }
    }

    private static Result result(ResultSet rows) throws SQLException {
        long job = rows.getLong("job_id");
        long index = rows.getLong("idx");
        int attempts = rows.getInt("attempts");
        String body = rows.getString("body");
        return body != null
                ? new Result.Answered(job, index, attempts, rows.getString("request_id"), body)
                : new Result.Failed(
                        job, index, attempts, rows.getInt("status"), rows.getString("code"), rows.getString("message"));
    }

    private static Job job(ResultSet rows) throws SQLException {
        return new Job(
                rows.getLong("id"),
                rows.getString("name"),
                rows.getString("profile"),
                rows.getString("output_name"),
                JobProgress.State.valueOf(rows.getString("state")),
                rows.getLong("total"),
                Instant.parse(rows.getString("claimed_at")),
                rows.getBoolean("simulated"),
                new JobCounts(
                        rows.getLong("requests"),
                        rows.getLong("carried"),
                        rows.getLong("rate_limited"),
                        rows.getLong("retries"),
                        rows.getLong("input_tokens"),
                        rows.getLong("output_tokens"),
                        rows.getLong("repeated")));
    }
}
