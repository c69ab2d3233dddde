package dev.sluice.camel;

import dev.sluice.prompt.Prompt;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * What each job has in the lanes that no worker has taken yet. A job with enough of that is read no further, so that
 * files of any size fit into memory while the lanes themselves never block: a job held up holds up no other. A job is
 * held up between two groups rather than within one, which would go off half full. Thread-safe.
 */
final class Backlog {
    private static final int MOST_REQUESTS = 16;
    /** Large requests wait in smaller numbers, since what they are sized by is learned from those before. */
    private static final int FEW_REQUESTS = 4;

    private static final int MANY_PROMPTS = 400;
    private static final long MOST_TOKENS = 2_000_000;
    private static final long FEW_TOKENS = MOST_TOKENS / 2;
    private static final long TOKENS_OF_AN_OBJECT = 50;
    private static final long LOOK_AGAIN_MILLIS = 100;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition taken = lock.newCondition();
    private final Map<Long, Waiting> byJob = new HashMap<>();
    private final BooleanSupplier stopped;

    /** Creates an empty one that lets everybody go on once this says that Sluice stops. */
    Backlog(BooleanSupplier stopped) {
        this.stopped = stopped;
    }

    /** Waits until the job may have more; returns at once when stopped or interrupted. */
    void awaitRoom(long job) {
        lock.lock();
        try {
            Waiting waiting = byJob.get(job);
            while (waiting != null && waiting.isEnough() && !stopped.getAsBoolean()) {
                taken.await(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /** Counts a prompt that goes into a lane. */
    void add(Prompt prompt) {
        lock.lock();
        try {
            Waiting waiting = byJob.computeIfAbsent(prompt.job(), job -> new Waiting());
            waiting.tokens += weight(prompt);
            waiting.grouping++;
        } finally {
            lock.unlock();
        }
    }

    /** Counts a request that waits in a lane; it is its first prompt's job's. */
    void queued(PromptGroup request) {
        lock.lock();
        try {
            waiting(request.first()).requests++;
            for (Prompt prompt : request.prompts()) {
                waiting(prompt).grouping--;
                waiting(prompt).prompts++;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Counts off a request that a worker took, with its prompts. */
    void taken(PromptGroup request) {
        lock.lock();
        try {
            waiting(request.first()).requests--;
            for (Prompt prompt : request.prompts()) {
                waiting(prompt).tokens -= weight(prompt);
                waiting(prompt).prompts--;
            }
            byJob.values().removeIf(Waiting::isNothing);
            taken.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private Waiting waiting(Prompt prompt) {
        return byJob.getOrDefault(prompt.job(), new Waiting());
    }

    private static long weight(Prompt prompt) {
        return prompt.promptTokens() + TOKENS_OF_AN_OBJECT;
    }

    private static final class Waiting {
        private int requests;
        private int grouping;
        private int prompts;
        private long tokens;
        private boolean drains;

        boolean isEnough() {
            drains = tokens >= (drains ? FEW_TOKENS : MOST_TOKENS);
            boolean many = requests >= MOST_REQUESTS || (requests >= FEW_REQUESTS && prompts >= MANY_PROMPTS);
            return drains || (many && grouping <= 0);
        }

        boolean isNothing() {
            return requests <= 0 && tokens <= 0;
        }
    }
}
