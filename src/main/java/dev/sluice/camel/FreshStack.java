package dev.sluice.camel;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Runs each task on another thread while the caller waits for it. An aggregator inside a split needs that: on the
 * caller's own thread Camel's reactive executor nests one level deeper with each group that is sent off, and after some
 * 3,000 of them the stack is full. Waiting keeps a full lane holding back the splitter. Thread-safe.
 */
final class FreshStack extends ThreadPoolExecutor {
    private static final AtomicLong THREADS = new AtomicLong();

    FreshStack() {
        super(0, Integer.MAX_VALUE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
            Thread thread = new Thread(task, "sluice-group-" + THREADS.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public void execute(Runnable task) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        super.execute(() -> {
            try {
                task.run();
            } finally {
                done.complete(null);
            }
        });
        try {
            done.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
