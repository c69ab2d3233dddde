package dev.sluice.camel;

import dev.sluice.limit.RateLimitPool;
import java.util.AbstractQueue;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * The queue of a lane, fair to jobs: they take turns, and those of a profile with a higher priority go first. It never
 * blocks who puts something in, since the {@link Backlog} holds back the job. It hands out a request only while few wait
 * at the pool's gate, so that a request that comes later is not behind a crowd there. What follows from requests that were
 * sent, where there is such a thing, goes before new ones as its planner says. Thread-safe.
 */
final class LaneQueue extends AbstractQueue<Exchange> implements BlockingQueue<Exchange> {
    private static final int AT_THE_GATE = 4;
    private static final long SHORTEST_WAIT = 1_000_000;

    private final BooleanSupplier crowded;
    private final Backlog backlog;
    private final Following following;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ready = lock.newCondition();
    private final Map<Long, Queue<Exchange>> byJob = new LinkedHashMap<>();
    private int size;

    /** Creates the queue of requests that nothing follows from. */
    LaneQueue(RateLimitPool pool, Backlog backlog) {
        this(() -> pool.waiting() >= AT_THE_GATE, backlog, Following.NOTHING);
        pool.whenOnePassed(this::wakeOne);
    }

    /** Creates the queue of requests and of what follows from them. */
    LaneQueue(BooleanSupplier crowded, Backlog backlog, Following following) {
        this.crowded = crowded;
        this.backlog = backlog;
        this.following = following;
    }

    @Override
    public void put(Exchange exchange) {
        offer(exchange);
    }

    @Override
    public boolean offer(Exchange exchange, long timeout, TimeUnit unit) {
        return offer(exchange);
    }

    @Override
    public boolean offer(Exchange exchange) {
        PromptGroup request = requestOf(exchange);
        backlog.queued(request);
        lock.lock();
        try {
            byJob.computeIfAbsent(request.first().job(), job -> new ArrayDeque<>())
                    .add(exchange);
            size++;
            ready.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public @Nullable Exchange poll(long timeout, TimeUnit unit) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = unit.toNanos(timeout);
            while (true) {
                boolean waits = size > 0;
                boolean free = !crowded.getAsBoolean();
                Exchange next = free ? following.next(waits) : null;
                if (next == null && free && waits && following.mayStart()) {
                    next = poll();
                    if (next != null) {
                        following.begins(next);
                    }
                }
                if (next != null) {
                    return next;
                }
                if (left <= 0) {
                    return null;
                }
                long until = Math.min(left, Math.max(SHORTEST_WAIT, following.nanosUntilNext(waits)));
                left -= until - ready.awaitNanos(until);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public @Nullable Exchange poll() {
        lock.lock();
        try {
            Map.Entry<Long, Queue<Exchange>> next = next();
            if (next == null) {
                return null;
            }
            Exchange exchange = next.getValue().remove();
            byJob.remove(next.getKey());
            if (!next.getValue().isEmpty()) {
                byJob.put(next.getKey(), next.getValue());
            }
            size--;
            backlog.taken(requestOf(exchange));
            return exchange;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Exchange take() throws InterruptedException {
        Exchange exchange = poll(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
        while (exchange == null) {
            exchange = poll(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
        }
        return exchange;
    }

    @Override
    public @Nullable Exchange peek() {
        lock.lock();
        try {
            Map.Entry<Long, Queue<Exchange>> next = next();
            return next == null ? null : next.getValue().peek();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void clear() {
        lock.lock();
        try {
            byJob.values().forEach(requests -> requests.forEach(exchange -> backlog.taken(requestOf(exchange))));
            byJob.clear();
            size = 0;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int size() {
        lock.lock();
        try {
            return size;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int remainingCapacity() {
        return Integer.MAX_VALUE;
    }

    @Override
    public int drainTo(Collection<? super Exchange> target) {
        return drainTo(target, Integer.MAX_VALUE);
    }

    @Override
    public int drainTo(Collection<? super Exchange> target, int most) {
        int moved = 0;
        for (Exchange next = moved < most ? poll() : null; next != null; next = moved < most ? poll() : null) {
            target.add(next);
            moved++;
        }
        return moved;
    }

    @Override
    public Iterator<Exchange> iterator() {
        lock.lock();
        try {
            return Collections.unmodifiableList(
                            byJob.values().stream().flatMap(Queue::stream).toList())
                    .iterator();
        } finally {
            lock.unlock();
        }
    }

    /** The oldest job among those of the highest priority; a job that had its turn goes to the end. */
    private Map.@Nullable Entry<Long, Queue<Exchange>> next() {
        Map.Entry<Long, Queue<Exchange>> best = null;
        for (Map.Entry<Long, Queue<Exchange>> entry : byJob.entrySet()) {
            Exchange head = entry.getValue().peek();
            Exchange bestHead = best == null ? null : best.getValue().peek();
            if (head != null && (bestHead == null || priorityOf(head) > priorityOf(bestHead))) {
                best = entry;
            }
        }
        return best;
    }

    private static int priorityOf(Exchange exchange) {
        return exchange.getProperty(Attempt.PRIORITY, 0, Integer.class);
    }

    private static PromptGroup requestOf(Exchange exchange) {
        return exchange.getIn().getBody(PromptGroup.class);
    }

    /** Has one of those who wait for something to be handed out look again. */
    void wakeOne() {
        lock.lock();
        try {
            ready.signal();
        } finally {
            lock.unlock();
        }
    }
}
