package dev.sluice.simulator;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The threads of a simulated provider: some that read and write, and one that wakes them when a latency is over, so that
 * thousands of requests wait without a thread each. All are daemons. Thread-safe.
 */
final class Workers implements Executor, AutoCloseable {
    private static final int LEAST = 8;
    private final ExecutorService pool;
    private final ScheduledThreadPoolExecutor timer;

    Workers() {
        AtomicLong count = new AtomicLong();
        ThreadFactory daemons = task -> {
            Thread thread = new Thread(task, "simulator-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
        int threads = Math.max(LEAST, 2 * Runtime.getRuntime().availableProcessors());
        pool = Executors.newFixedThreadPool(threads, daemons);
        timer = new ScheduledThreadPoolExecutor(1, daemons);
        timer.setRemoveOnCancelPolicy(true);
    }

    /** Runs a task soon; after the end nothing runs. */
    @Override
    public void execute(Runnable task) {
        try {
            pool.execute(task);
        } catch (RejectedExecutionException e) {
            return;
        }
    }

    /** Runs a task after a while, or at once in this thread where there is nothing to wait for. */
    void after(long nanos, Runnable task) {
        if (nanos <= 0) {
            task.run();
            return;
        }
        try {
            Future<?> unused = timer.schedule(() -> execute(task), nanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            return;
        }
    }

    /** Ends all threads; waits a second at most for those that are in the middle of something. */
    @Override
    public void close() {
        timer.shutdownNow();
        pool.shutdownNow();
        try {
            boolean unused = pool.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
