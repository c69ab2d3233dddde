package dev.sluice.job;

import dev.sluice.usage.LedgerRules;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes to the database, many writes a transaction: what waits in the queue while a commit is
 * being synced goes into the next. A queue that is full, by number or by size, holds back whoever has something to write.
 * Thread-safe.
 */
final class StoreWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StoreWriter.class);
    private static final int QUEUE = 4_096;
    private static final int LARGEST_QUEUE =
            (int) Math.min(1 << 28, Runtime.getRuntime().maxMemory() / 16);

    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration RETRY = Duration.ofSeconds(1);

    /** One thing to write. */
    interface Write {
        /** Writes it into the open transaction. */
        void apply(JobTables tables) throws SQLException;

        /** Returns how much memory it takes, about, in bytes. */
        default int size() {
            return 0;
        }

        /** Called after it was synced to disk. */
        default void committed() {}
    }

    private final BlockingQueue<Write> queue = new ArrayBlockingQueue<>(QUEUE);
    private final Semaphore room = new Semaphore(LARGEST_QUEUE);
    private final Queue<Write> following = new ConcurrentLinkedQueue<>();
    private final Connection connection;
    private final JobTables tables;
    private final Thread thread;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile String problem = "";

    StoreWriter(Connection connection) throws SQLException {
        this(connection, LedgerRules.PLAIN);
    }

    StoreWriter(Connection connection, LedgerRules rules) throws SQLException {
        this.connection = connection;
        connection.setAutoCommit(false);
        this.tables = new JobTables(connection, rules);
        this.thread = new Thread(this::run, "sluice-store");
        thread.start();
    }

    void add(Write write) throws InterruptedException {
        room.acquire(roomFor(write));
        queue.put(write);
    }

    private static int roomFor(Write write) {
        return Math.min(write.size(), LARGEST_QUEUE);
    }

    /** Queues a write and waits until it is synced to disk. */
    void addAndWait(Write write) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        add(new Write() {
            @Override
            public void apply(JobTables tables) throws SQLException {
                write.apply(tables);
            }

            @Override
            public void committed() {
                write.committed();
                done.countDown();
            }
        });
        while (!done.await(RETRY.toMillis(), TimeUnit.MILLISECONDS)) {
            if (!thread.isAlive() && done.getCount() > 0) {
                throw new InterruptedException("stopped before it was written");
            }
        }
    }

    /** Lets a small write follow soon; for those who must not wait, as {@link Write#committed()} must not. */
    void addFollowing(Write write) {
        following.add(write);
    }

    private void run() {
        List<Write> batch = new ArrayList<>(QUEUE);
        while (!isClosing() || !queue.isEmpty() || !following.isEmpty()) {
            try {
                Write first = following.poll();
                if (first == null) {
                    first = queue.poll(POLL.toMillis(), TimeUnit.MILLISECONDS);
                }
                if (first != null) {
                    batch.add(first);
                    queue.drainTo(batch, QUEUE - 1);
                    commitUntilDone(batch);
                }
            } catch (InterruptedException e) {
                closing.countDown();
            }
            batch.forEach(write -> room.release(roomFor(write)));
            batch.clear();
        }
    }

    /** A full disk must cost no answer: the batch is tried again until it is written or Sluice stops. */
    private void commitUntilDone(List<Write> batch) throws InterruptedException {
        while (!commit(batch)) {
            if (closing.await(RETRY.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.error("results could not be stored before the stop: count={}", batch.size());
                return;
            }
        }
        batch.forEach(StoreWriter::tellCommitted);
    }

    /** What is stored stays stored, whatever happens to those who hear of it. */
    private static void tellCommitted(Write write) {
        try {
            write.committed();
        } catch (RuntimeException e) {
            LOG.error("results are stored, but what follows from it failed: {}", String.valueOf(e));
        }
    }

    private boolean commit(List<Write> batch) {
        try {
            JobDatabase.awaitWriteLock(connection);
            for (Write write : batch) {
                write.apply(tables);
            }
            tables.ledger().beforeCommit();
            connection.commit();
            if (!problem.isEmpty()) {
                LOG.warn("the database can be written again");
                problem = "";
            }
            return true;
        } catch (SQLException | RuntimeException e) {
            rollBack();
            if (problem.isEmpty()) {
                LOG.error("the database can't be written, trying again every second: {}", e.getMessage());
            }
            problem = String.valueOf(e.getMessage());
            return false;
        }
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    /** SQLite ends a transaction by itself where a commit finds the disk full; the driver doesn't know that. */
    private void rollBack() {
        tables.ledger().rolledBack();
        try {
            connection.rollback();
        } catch (SQLException ended) {
            try (Statement begin = connection.createStatement()) {
                begin.execute("BEGIN");
            } catch (SQLException e) {
                LOG.error("the database can't roll back: {}", e.getMessage());
            }
        }
    }

    /** Returns why the database can't be written at present, or an empty text. */
    String problem() {
        return problem;
    }

    /** Writes what is queued, then ends. */
    @Override
    public void close() {
        closing.countDown();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.error("the database can't be closed: {}", e.getMessage());
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
