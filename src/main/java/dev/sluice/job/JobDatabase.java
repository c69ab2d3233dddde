package dev.sluice.job;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;

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

    private static final String JOBS = """
            SELECT jobs.*, (SELECT COUNT(*) FROM maybe_repeated WHERE maybe_repeated.job_id = jobs.id) AS maybe_repeated
            FROM jobs""";

    /** The number of the latest migration in {@code sluice/db}. */
    static final int SCHEMA = 13;

    private static final int BUSY_MILLIS = 30_000;
    private static final int CONNECTIONS = 6;
    private static final long LONG_TO_CHECK = 64L << 20;
    private final Path file;
    private final HikariDataSource source;

    /** Reads something from the database. */
    interface Read<T> {
        T from(JobDatabase database) throws SQLException;
    }

    JobDatabase(Path file) {
        this.file = file;
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

    /** Returns whether the schema is that of this version, so that whoever only reads needs not wait for Flyway. */
    boolean isCurrent() {
        try (Connection connection = connect();
                PreparedStatement select = connection.prepareStatement(
                        "SELECT MAX(CAST(version AS INTEGER)) FROM flyway_schema_history WHERE success = 1");
                ResultSet row = select.executeQuery()) {
            return row.next() && row.getInt(1) == SCHEMA;
        } catch (SQLException none) {
            return false;
        }
    }

    /**
     * Brings the schema up to date.
     *
     * @throws StoreException when a newer Sluice has written the database
     */
    void migrate() {
        Flyway flyway = Flyway.configure(JobDatabase.class.getClassLoader())
                .dataSource(source)
                .locations("classpath:sluice/db")
                .load();
        for (MigrationInfo migration : flyway.info().all()) {
            if (migration.getState() == MigrationState.FUTURE_SUCCESS) {
                throw new StoreException(
                        "a newer version of Sluice has written the database; use that version, or another home"
                                + " folder: file=" + file + " schema=" + migration.getVersion());
            }
        }
        flyway.migrate();
    }

    /**
     * Reads the whole database, if it is not too long for that, to find out whether it is broken.
     *
     * @throws SQLException when it is
     */
    void check() throws SQLException {
        if (file.toFile().length() > LONG_TO_CHECK) {
            return;
        }
        try (Connection connection = connect();
                PreparedStatement check = connection.prepareStatement("PRAGMA quick_check(1)");
                ResultSet row = check.executeQuery()) {
            String verdict = row.next() ? row.getString(1) : "ok";
            if (!verdict.equals("ok")) {
                throw new SQLException(verdict, "", SQLiteErrorCode.SQLITE_CORRUPT.code);
            }
        }
    }

    @Override
    public void close() {
        source.close();
    }

    Connection connect() throws SQLException {
        return source.getConnection();
    }

    /**
     * Waits for the lock for writing, as the first thing of a transaction: one that reads first and writes then would fail at
     * once where another is writing. The driver's own mode for that takes the lock with each commit for the next transaction.
     */
    static void awaitWriteLock(Connection connection) throws SQLException {
        try (Statement nothing = connection.createStatement()) {
            nothing.executeUpdate("UPDATE jobs SET id = id WHERE id < 0");
        }
    }

    /** Reads something as it is at one moment, without holding up who writes. */
    <T> T reading(Transaction<T> work) throws SQLException {
        try (Connection connection = connect()) {
            connection.setAutoCommit(false);
            try {
                return work.on(connection);
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
    }

    <T> T inTransaction(Transaction<T> work) throws SQLException {
        try (Connection connection = connect()) {
            connection.setAutoCommit(false);
            try {
                awaitWriteLock(connection);
                T result = work.on(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        }
    }

    List<Job> unfinishedJobs() throws SQLException {
        try (Connection connection = connect();
                PreparedStatement select = connection.prepareStatement(JOBS + " WHERE state <> 'DONE' ORDER BY id");
                ResultSet rows = select.executeQuery()) {
            List<Job> jobs = new ArrayList<>();
            while (rows.next()) {
                jobs.add(job(rows));
            }
            return jobs;
        }
    }

    /** Returns what was decided about the files of jobs. */
    Map<Long, Decision> decisions() throws SQLException {
        try (Connection connection = connect();
                PreparedStatement select = connection.prepareStatement("SELECT job_id, decision FROM decisions");
                ResultSet rows = select.executeQuery()) {
            Map<Long, Decision> all = new HashMap<>();
            while (rows.next()) {
                all.put(rows.getLong(1), Decision.valueOf(rows.getString(2)));
            }
            return all;
        }
    }

    /** Returns whether prompts of a job failed because its file was denied. */
    boolean isDenied(long job) throws SQLException {
        try (Connection connection = connect();
                PreparedStatement select =
                        connection.prepareStatement("SELECT 1 FROM results WHERE job_id = ? AND code = ? LIMIT 1")) {
            select.setLong(1, job);
            select.setString(2, Decision.DENIED_CODE);
            try (ResultSet rows = select.executeQuery()) {
                return rows.next();
            }
        }
    }

    /** What is known of a finished job, or of one that another process may be working on. */
    Optional<JobStatus> jobStatus(long job) throws SQLException {
        return jobStatus("jobs.id = " + job).stream().findFirst();
    }

    /** Returns how all jobs stand that the database knows, in the order of their claims. */
    List<JobStatus> jobStatus() throws SQLException {
        return jobStatus("TRUE");
    }

    private List<JobStatus> jobStatus(String condition) throws SQLException {
        try (Connection connection = connect();
                PreparedStatement select =
                        connection.prepareStatement("SELECT * FROM jobs WHERE " + condition + " ORDER BY id");
                ResultSet rows = select.executeQuery()) {
            List<JobStatus> all = new ArrayList<>();
            while (rows.next()) {
                all.add(status(rows));
            }
            return all;
        }
    }

    private JobStatus status(ResultSet rows) throws SQLException {
        long job = rows.getLong("id");
        JobProgress.State state = JobProgress.State.valueOf(rows.getString("state"));
        Long answered = number(rows, "answered");
        Long failed = number(rows, "failed");
        if (answered == null || failed == null || state != JobProgress.State.DONE) {
            Stored direct = counted(job);
            Stored shared = repeated(job);
            answered = direct.answered() + shared.answered();
            failed = direct.failed() + shared.failed();
        }
        String finishedAt = rows.getString("finished_at");
        return new JobStatus(
                job,
                rows.getString("name"),
                rows.getString("profile"),
                rows.getString("output_name"),
                state,
                rows.getBoolean("cancelled"),
                rows.getLong("total"),
                answered,
                failed,
                Instant.parse(rows.getString("claimed_at")),
                finishedAt == null ? null : Instant.parse(finishedAt),
                rows.getString("archived_as"),
                rows.getString("waits_for"));
    }

    /** Returns how many prompts of a job have an answer and a failure of their own; no indexes. */
    private Stored counted(long job) throws SQLException {
        return counts("SELECT request_id IS NULL, COUNT(*) FROM results WHERE job_id = ? GROUP BY 1", job);
    }

    /** Returns, by their jobs, the prompts of requests that were under way when a process ended and aren't counted yet. */
    Map<Long, List<BitSet>> lostRequests() throws SQLException {
        try (Connection connection = connect();
                PreparedStatement select = connection.prepareStatement(
                        "SELECT job_id, prompts FROM maybe_repeated WHERE prompts IS NOT NULL ORDER BY job_id");
                ResultSet rows = select.executeQuery()) {
            Map<Long, List<BitSet>> byJob = new TreeMap<>();
            while (rows.next()) {
                byJob.computeIfAbsent(rows.getLong(1), job -> new ArrayList<>())
                        .add(RequestJournal.positions(rows.getString(2)));
            }
            return byJob;
        }
    }

    /** Notes on disk which requests are to be sent again though they may have been paid for. */
    void noteMaybeRepeated(List<RequestJournal.Sent> requests) throws SQLException {
        try (Connection connection = connect();
                PreparedStatement insert = connection.prepareStatement("""
                        INSERT INTO maybe_repeated (job_id, request_id, prompts) VALUES (?, ?, ?)
                        ON CONFLICT DO NOTHING""")) {
            connection.setAutoCommit(false);
            for (RequestJournal.Sent sent : requests) {
                for (Map.Entry<Long, String> prompts : sent.prompts().entrySet()) {
                    insert.setLong(1, prompts.getKey());
                    insert.setString(2, sent.request());
                    insert.setString(3, prompts.getValue());
                    insert.executeUpdate();
                }
            }
            connection.commit();
            connection.setAutoCommit(true);
        }
    }

    /** Asks the process that works on the home folder to do something; returns the number of the order. */
    long placeOrder(long job, JobOrder.Kind kind, Instant at) throws SQLException {
        try (Connection connection = connect();
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO orders (job_id, kind, ordered_at) VALUES (?, ?, ?) RETURNING id")) {
            insert.setLong(1, job);
            insert.setString(2, kind.name());
            insert.setString(3, at.toString());
            try (ResultSet row = insert.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }

    List<JobOrder> openOrders() throws SQLException {
        try (Connection connection = connect();
                PreparedStatement select = connection.prepareStatement(
                        "SELECT id, job_id, kind FROM orders WHERE outcome IS NULL ORDER BY id");
                ResultSet rows = select.executeQuery()) {
            List<JobOrder> orders = new ArrayList<>();
            while (rows.next()) {
                orders.add(new JobOrder(
                        rows.getLong("id"), rows.getLong("job_id"), JobOrder.Kind.valueOf(rows.getString("kind"))));
            }
            return orders;
        }
    }

    /** Returns what became of an order, or empty while it wasn't carried out. */
    Optional<String> outcome(long order) throws SQLException {
        try (Connection connection = connect();
                PreparedStatement select = connection.prepareStatement("SELECT outcome FROM orders WHERE id = ?")) {
            select.setLong(1, order);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.ofNullable(row.getString(1)) : Optional.empty();
            }
        }
    }

    /** Forgets jobs that were finished before this moment, but not the latest one, whose number counts on. */
    void forgetFinishedBefore(Instant moment) throws SQLException {
        String jobs =
                "(SELECT id FROM jobs WHERE state = 'DONE' AND finished_at < ? AND id < (SELECT MAX(id) FROM jobs))";
        try (Connection connection = connect()) {
            connection.setAutoCommit(false);
            for (String table : List.of("results", "repeats", "maybe_repeated", "orders", "batches")) {
                delete(connection, "DELETE FROM " + table + " WHERE job_id IN " + jobs, moment);
            }
            delete(connection, "DELETE FROM jobs WHERE id IN " + jobs, moment);
            connection.commit();
            connection.setAutoCommit(true);
        }
    }

    private static void delete(Connection connection, String sql, Instant moment) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(sql)) {
            delete.setString(1, moment.toString());
            delete.executeUpdate();
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
                PreparedStatement select = connection.prepareStatement(
                        "SELECT idx, request_id IS NOT NULL FROM results WHERE job_id = ?")) {
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
        return counts("""
                SELECT f.request_id IS NULL, COUNT(*)
                FROM repeats r JOIN results f ON f.job_id = r.job_id AND f.idx = r.first_idx
                WHERE r.job_id = ? GROUP BY 1""", job);
    }

    private Stored counts(String sql, long job) throws SQLException {
        try (Connection connection = connect();
                PreparedStatement select = connection.prepareStatement(sql)) {
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
                rows.getBoolean("cancelled"),
                new JobCounts(
                        rows.getLong("requests"),
                        rows.getLong("carried"),
                        rows.getLong("rate_limited"),
                        rows.getLong("retries"),
                        rows.getLong("input_tokens"),
                        rows.getLong("output_tokens"),
                        rows.getLong("repeated"),
                        rows.getLong("maybe_repeated")));
    }
}
