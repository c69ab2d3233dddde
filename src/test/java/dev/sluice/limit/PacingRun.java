package dev.sluice.limit;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Sends requests through a pool to a {@link PacedProvider} in virtual time: workers, latency, jitter, retries. */
final class PacingRun {
    private static final long MILLI = 1_000_000L;
    final PacedProvider provider;
    final RateLimitPool pool;
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final Queue<Integer> idle = new ArrayDeque<>();
    private final Random random = PacedProvider.random();
    private final boolean limitHeaders;
    private final boolean retryAfter;
    private final boolean limitInErrors;
    private final long latency;
    private final long tokens;
    private long expected;
    private long now;
    private long order;
    private long toSend;
    private long nextGate = Long.MAX_VALUE;
    int done;
    long lastDone;

    PacingRun(
            PacedProvider provider,
            RateLimitConfig config,
            boolean limitHeaders,
            boolean retryAfter,
            boolean limitInErrors,
            Duration latency,
            long tokens) {
        this.provider = provider;
        this.limitHeaders = limitHeaders;
        this.retryAfter = retryAfter;
        this.limitInErrors = limitInErrors;
        this.latency = latency.toNanos();
        this.tokens = tokens;
        this.expected = tokens;
        this.pool = new RateLimitPool(config, LearnedLimits.NONE, () -> now, Clock.systemUTC(), new Random(11));
        for (int worker = 0; worker < config.maxInFlight(); worker++) {
            idle.add(worker);
        }
    }

    private record Event(long at, long order, Runnable action) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            return at != other.at ? Long.compare(at, other.at) : Long.compare(order, other.order);
        }
    }

    /** From now on it reserves so many tokens for each request, which takes others. */
    void expect(long tokensReserved) {
        expected = tokensReserved;
    }

    void at(Duration time, Runnable action) {
        events.add(new Event(time.toNanos(), order++, action));
    }

    private void after(long nanos, Runnable action) {
        events.add(new Event(now + nanos, order++, action));
    }

    /** Runs until all is done or the time is over; returns the time in seconds. */
    double run(long requests, Duration limit) {
        toSend = requests;
        after(0, this::gate);
        while (!events.isEmpty() && events.peek().at <= limit.toNanos() && done < requests) {
            Event event = events.remove();
            now = event.at;
            event.action.run();
        }
        now = Math.max(now, lastDone);
        return now / 1e9;
    }

    /** The head of the queue waits at the gate, as the fair lock makes it. */
    private void gate() {
        while (toSend > 0 && !idle.isEmpty()) {
            Optional<Reservation> reserved = pool.tryReserve(expected);
            if (reserved.isEmpty()) {
                schedule(pool.timeToWait(expected).toNanos() + (long) (random.nextDouble() * MILLI));
                return;
            }
            toSend--;
            int worker = idle.remove();
            send(worker, reserved.get());
        }
    }

    private void schedule(long nanos) {
        long at = now + Math.max(1, nanos);
        if (at < nextGate) {
            nextGate = at;
            after(Math.max(1, nanos), () -> {
                if (nextGate == at) {
                    nextGate = Long.MAX_VALUE;
                    gate();
                }
            });
        }
    }

    private void send(int worker, Reservation reservation) {
        long there = (long) ((0.3 + random.nextDouble() * 2) * MILLI);
        after(there, () -> {
            PacedProvider.Decision decision = provider.decide(now, tokens);
            after(decision.accepted() ? latency : 2 * MILLI, () -> answer(worker, reservation, decision));
        });
    }

    private void answer(int worker, Reservation reservation, PacedProvider.Decision decision) {
        if (limitHeaders) {
            pool.observe(
                    reservation,
                    new Observed(provider.requestLimit(), decision.requestsLeft(), null),
                    new Observed(
                            provider.tokenLimit(),
                            decision.tokensLeft(),
                            PacedProvider.seconds(decision.tokensReset())));
        }
        if (decision.accepted()) {
            reservation.settle(tokens);
            done++;
            lastDone = now;
            idle.add(worker);
        } else {
            reservation.refund();
            @Nullable
            Duration asked = retryAfter ? PacedProvider.seconds(Math.max(0.001, decision.waitSeconds())) : null;
            Long limit = !limitInErrors
                    ? null
                    : decision.counted() == Refusal.Counted.TOKENS ? provider.tokenLimit() : provider.requestLimit();
            Duration wait = pool.refused(
                    reservation,
                    new Refusal(limitInErrors ? decision.counted() : null, limit, null, false, asked, "429"));
            toSend++;
            after(wait.toNanos(), () -> {
                idle.add(worker);
                gate();
            });
        }
        gate();
    }
}
