package dev.sluice.simulator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Tells from the time alone how far something is that was started. Thread-safe. */
final class RunProgress {
    private static final int PARTS = 20;
    private static final Duration TO_CANCEL_A_RUN = Duration.ofMillis(50);
    private final Clock clock;
    private final Instant started;
    private final Plan plan;
    private long polls;
    private boolean endSeen;
    private @Nullable Instant cancelled;

    /**
     * What is to happen to it.
     *
     * @param prompt what is asked
     * @param response whether it is a response, else a run of an assistant
     * @param length how long it takes
     * @param end how it is when that is over
     * @param recording whether its prompt is remembered
     * @param account on whose account it goes
     * @param served what it counts for when it is answered
     */
    record Plan(
            String prompt,
            boolean response,
            Duration length,
            RunStatus end,
            boolean recording,
            ServedUsage.Account account,
            ServedUsage.Sums served) {}

    /** Starts now. */
    RunProgress(Plan plan, Clock clock) {
        this.plan = plan;
        this.clock = clock;
        this.started = clock.instant();
    }

    Plan plan() {
        return plan;
    }

    /** Returns how far it is now. */
    synchronized RunStatus status() {
        Instant now = clock.instant();
        if (cancelled != null) {
            return now.isBefore(cancelled) ? RunStatus.CANCELLING : RunStatus.CANCELLED;
        }
        if (now.isBefore(inProgressFrom())) {
            return RunStatus.QUEUED;
        }
        return now.isBefore(end()) ? RunStatus.IN_PROGRESS : plan.end();
    }

    /** Cancels it, unless it has ended or is being cancelled, and returns whether it did. */
    synchronized boolean tryCancel() {
        RunStatus status = status();
        if (status.isLast() || status == RunStatus.CANCELLING) {
            return false;
        }
        Instant now = clock.instant();
        cancelled = plan.response() ? now : now.plus(TO_CANCEL_A_RUN);
        return true;
    }

    long createdSeconds() {
        return started.getEpochSecond();
    }

    /** Returns when it left the queue, in seconds since 1970, or null where it hasn't. */
    synchronized @Nullable Long startedSeconds() {
        Instant start = inProgressFrom();
        boolean cancelledBefore = cancelled != null && cancelled.isBefore(start);
        return cancelledBefore || clock.instant().isBefore(start) ? null : start.getEpochSecond();
    }

    /** Returns when it ends, in seconds since 1970. */
    synchronized long endSeconds() {
        return (cancelled == null ? end() : cancelled).getEpochSecond();
    }

    /** Returns the time until its end; of one that has none, how long it would have taken. */
    synchronized Duration left() {
        Duration left = Duration.between(clock.instant(), cancelled == null ? end() : cancelled);
        return left.isNegative() || left.isZero() ? plan.length() : left;
    }

    /** Counts a look at its status, and returns how many there were when this is the first that shows its end. */
    synchronized OptionalLong polled() {
        polls++;
        if (endSeen || !status().isLast()) {
            return OptionalLong.empty();
        }
        endSeen = true;
        return OptionalLong.of(polls);
    }

    private Instant inProgressFrom() {
        return started.plus(plan.length().dividedBy(PARTS));
    }

    private Instant end() {
        return started.plus(plan.length());
    }
}
