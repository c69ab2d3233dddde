package dev.sluice.polled;

import dev.sluice.limit.Cost;
import dev.sluice.limit.LearnedLimits;
import dev.sluice.limit.RateLimitConfig;
import dev.sluice.limit.RateLimitPool;
import dev.sluice.polled.RunStep.Action;
import dev.sluice.prompt.RunRule.Start;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Runs of a number of prompts in virtual time: a planner and a limit pool on one side, on the other a provider that counts every
 * request within any sixty seconds, and polls.
 */
final class PlannedRuns {
    private static final long SECOND = 1_000_000_000L;
    private static final Cost NO_TOKENS = new Cost(0, 0);
    private final Start start;
    private final int perMinute;
    private final Supplier<Duration> durations;
    private final boolean tellsTimes;
    private final long latency = SECOND / 20;
    private final RunPlanner planner;
    private final RateLimitPool pool;
    private final Map<Long, Long> doneAt = new HashMap<>();
    private final Map<Long, Long> startedAt = new HashMap<>();
    private final Deque<Long> window = new ArrayDeque<>();
    private long now;
    private long ids;
    private int finished;
    private long optimum;

    int requests;
    int refused;
    int polls;
    int mostInProgress;

    PlannedRuns(Start start, int perMinute, Supplier<Duration> durations, boolean tellsTimes) {
        this.start = start;
        this.perMinute = perMinute;
        this.durations = durations;
        this.tellsTimes = tellsTimes;
        PollRule rule = new PollRule(Duration.ofSeconds(5), Duration.ofSeconds(1), Duration.ofMinutes(5), 1_000);
        planner = new RunPlanner(rule, () -> now);
        RateLimitConfig config = new RateLimitConfig("p", List.of("*"), (long) perMinute, null, 64);
        Clock clock = Clock.fixed(Instant.parse("2026-11-22T00:00:00Z"), ZoneOffset.UTC);
        pool = new RateLimitPool(config, LearnedLimits.NONE, () -> now, clock);
    }

    /** Runs them all; returns how long it took. */
    Duration run(int prompts) {
        int waiting = prompts;
        while (finished < prompts || !planner.idle()) {
            now += Math.max(0, pool.timeToWait(NO_TOKENS).toNanos());
            Optional<RunStep> step = planner.next(waiting > 0);
            if (step.isPresent()) {
                take(step.get());
            } else if (waiting > 0 && planner.mayStart()) {
                planner.started();
                waiting--;
                take(new RunStep(++ids, start == Start.RESPONSE ? Action.START_RESPONSE : Action.CREATE_THREAD, null));
            } else {
                now += Math.max(SECOND / 1_000, planner.nanosUntilNext(waiting > 0));
            }
            mostInProgress = Math.max(mostInProgress, planner.inProgress());
        }
        return Duration.ofNanos(now);
    }

    /** Returns the least time in which a provider with this limit takes so many requests, the first at once. */
    Duration optimum() {
        return Duration.ofNanos(Math.max(0, (requests - 1) * 60L * SECOND / perMinute));
    }

    /** Returns the least time in which that many runs can be started, each asked after once, and done. */
    Duration ideal(int prompts) {
        return Duration.ofNanos(Math.max((2L * prompts - 1) * 60 * SECOND / perMinute, optimum));
    }

    private void take(RunStep step) {
        send();
        Run run = Run.of(new Run.Content(1, step.run(), "p", "p", "default", "m", start, "default"), 0)
                .numbered(step.run());
        switch (step.action()) {
            case CREATE_THREAD ->
                planner.take(new RunStep(step.run(), Action.START_RUN, null), Duration.ofNanos(latency));
            case START_RESPONSE, START_RUN -> {
                long takes = durations.get().toNanos();
                startedAt.put(step.run(), now);
                doneAt.put(step.run(), now + takes);
                // As if all had been started at an even pace, of which this is the share.
                optimum = Math.max(optimum, (step.run() - 1) * 2 * 60 * SECOND / perMinute + takes);
                planner.running(run, Duration.ZERO, Duration.ofHours(1), null);
            }
            case POLL_RUN -> {
                polls++;
                if (now < doneAt.get(step.run())) {
                    planner.goesOn(step.run(), null);
                } else {
                    long took = (doneAt.get(step.run()) - startedAt.get(step.run())) / SECOND + 1;
                    planner.ended(step.run(), tellsTimes ? Duration.ofSeconds(took) : null, true);
                    if (start == Start.ASSISTANT) {
                        planner.take(new RunStep(step.run(), Action.FETCH_ANSWER, null), Duration.ZERO);
                    } else {
                        finished++;
                    }
                }
            }
            case FETCH_ANSWER -> {
                finished++;
                planner.take(new RunStep(step.run(), Action.DELETE_THREAD, null), Duration.ZERO);
            }
            case DELETE_THREAD -> {}
            default -> throw new IllegalStateException("not part of this: " + step.action());
        }
    }

    private void send() {
        pool.tryReserve(NO_TOKENS).orElseThrow().settle(0);
        requests++;
        while (!window.isEmpty() && window.peekFirst() <= now - 60 * SECOND) {
            window.removeFirst();
        }
        window.addLast(now);
        refused += window.size() > perMinute ? 1 : 0;
    }
}
