package dev.sluice.batch;

import dev.sluice.job.Job;
import dev.sluice.prompt.LaneRule;
import dev.sluice.prompt.LaneRule.Lane;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Which lane the prompts of a job take. In the lane {@code auto} that is the Batch API for a job that is large and has time,
 * until what is left of its time is needed to finish it online. Thread-safe.
 */
public final class LaneChoice {
    private static final int SHARE_FOR_ONLINE = 4;
    private final long leastPrompts;
    private final Duration leastTime;
    private final Clock clock;

    /** Creates one: fewer prompts, or less time until the deadline, are a job for online. */
    public LaneChoice(long leastPrompts, Duration leastTime, Clock clock) {
        this.leastPrompts = leastPrompts;
        this.leastTime = leastTime;
        this.clock = clock;
    }

    /**
     * Returns whether the prompts of a job go through the Batch API now.
     *
     * @param online how long it would take to send all of them online
     */
    public boolean goesInBatches(LaneRule rule, Job job, Duration online) {
        return switch (rule.lane()) {
            case ONLINE, POLLED -> false;
            case BATCH -> true;
            case AUTO -> job.total() >= leastPrompts && hasTime(rule) && !isLate(rule, job, online);
        };
    }

    private boolean hasTime(LaneRule rule) {
        Duration deadline = rule.deadline();
        return deadline == null || deadline.compareTo(leastTime) >= 0;
    }

    /** Returns whether what a job's batches have not brought yet is to be finished online, so that it is done in time. */
    public boolean isLate(LaneRule rule, Job job, Duration online) {
        Duration deadline = rule.deadline();
        if (rule.lane() != Lane.AUTO || deadline == null) {
            return false;
        }
        Duration reserve = deadline.dividedBy(SHARE_FOR_ONLINE);
        Duration needed = online.multipliedBy(2);
        Instant end = job.claimedAt().plus(deadline);
        return !clock.instant().isBefore(end.minus(needed.compareTo(reserve) > 0 ? needed : reserve));
    }
}
