package dev.sluice.polled;

import dev.sluice.polled.RunStep.Action;
import dev.sluice.time.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One planner for all that follows the starts of a limit pool. Its requests are few by design: a run is asked after when it is
 * likely done, by what the profile's latest runs took, and then at a distance that grows with its age. What is due goes before
 * new starts, so that as many runs are in progress as starts and polls together leave requests for; after a poll
 * that found nothing the next request is a start's, if one waits. Thread-safe.
 */
public final class RunPlanner {
    private static final int MOST_DONE_PERCENT = 90;
    private static final int MANY_DONE_PERCENT = 80;
    private static final double GROWS_WHILE_WORK_WAITS = 1.5;
    private static final double GROWS = 1.2;
    private static final int SCOUTS = 3;
    private static final int MOST_TO_CLEAN_UP = 100;

    private final PollRule rule;
    private final Ticker ticker;
    private final Map<String, RunTimes> times = new HashMap<>();
    private final Map<Long, Running> running = new LinkedHashMap<>();
    private final List<Later> later = new ArrayList<>();
    private boolean owedToStarts;

    /** Creates one for a limit pool. */
    public RunPlanner(PollRule rule, Ticker ticker) {
        this.rule = rule;
        this.ticker = ticker;
    }

    /**
     * Hears that a run is in progress.
     *
     * @param age how long it has been
     * @param longest how long it may take; after that it is cancelled
     * @param hint how long the provider wants to be left alone, or null where it doesn't say
     */
    public synchronized void running(Run run, Duration age, Duration longest, @Nullable Duration hint) {
        long now = ticker.nanos();
        Running entry = new Running(run.id(), run.content().profile(), now - age.toNanos(), longest.toNanos());
        entry.leaveAlone(now, hint);
        running.put(run.id(), entry);
    }

    /** Hears that a run was asked after and goes on. */
    public synchronized void goesOn(long run, @Nullable Duration hint) {
        Running entry = running.get(run);
        if (entry != null) {
            entry.asked = ticker.nanos() - entry.since;
            entry.polls++;
            entry.underWay = false;
            entry.leaveAlone(ticker.nanos(), hint);
            owedToStarts = true;
        }
    }

    /** Hears that a poll has failed, so that nothing is known; it is made again after a while. */
    public synchronized void failed(long run, Duration wait) {
        Running entry = running.get(run);
        if (entry != null) {
            entry.underWay = false;
            entry.retryAt = ticker.nanos() + wait.toNanos();
        }
    }

    /**
     * Hears that a run is in progress no more.
     *
     * @param took how long it took by the provider's word, or null where that is unknown
     * @param done whether it came to its end by itself, so that its time tells something of others
     */
    public synchronized void ended(long run, @Nullable Duration took, boolean done) {
        Running entry = running.remove(run);
        if (entry != null && done) {
            RunTimes known = times.computeIfAbsent(entry.profile, profile -> new RunTimes());
            if (took == null) {
                known.doneAfter(ticker.nanos() - entry.since, entry.polls == 0);
            } else {
                known.took(Math.min(took.toNanos(), ticker.nanos() - entry.since));
            }
        }
    }

    /** Has a run cancelled that nobody wants any more. */
    public synchronized void cancel(long run) {
        Running entry = running.get(run);
        if (entry != null) {
            entry.unwanted = true;
        }
    }

    /** Has a step taken after a while. */
    public synchronized void take(RunStep step, Duration wait) {
        later.add(new Later(step, ticker.nanos() + wait.toNanos()));
    }

    /** Returns whether another run may be started. */
    public synchronized boolean mayStart() {
        long starts = later.stream().filter(entry -> entry.step.isStart()).count();
        return running.size() + starts < rule.mostRunning();
    }

    /** Hears that a start is what goes next. */
    public synchronized void started() {
        owedToStarts = false;
    }

    /** Returns how many runs are in progress. */
    synchronized int inProgress() {
        return running.size();
    }

    /** Returns whether nothing is left to be done. */
    synchronized boolean idle() {
        return running.isEmpty() && later.isEmpty();
    }

    /** Returns how long it takes until a run is to be asked after, or zero. */
    public synchronized Duration untilPoll(long run) {
        Running entry = running.get(run);
        long left = entry == null ? 0 : dueAt(entry, true) - ticker.nanos();
        return Duration.ofNanos(Math.max(0, left));
    }

    /**
     * Returns the step that is due, which nobody else gets then; empty where none is, or where a new start goes first.
     *
     * @param newWorkWaits whether a prompt waits to be started
     */
    public synchronized Optional<RunStep> next(boolean newWorkWaits) {
        long now = ticker.nanos();
        boolean startFirst = newWorkWaits && mayStart();
        Later waiting = firstOf(now, cleanUps() > MOST_TO_CLEAN_UP);
        if (waiting != null) {
            return Optional.of(taken(waiting));
        }
        Running poll = startFirst && owedToStarts ? null : duePoll(now, newWorkWaits);
        if (poll != null) {
            poll.underWay = true;
            boolean ends = poll.unwanted || now - poll.since >= poll.longest;
            return Optional.of(new RunStep(poll.run, ends ? Action.CANCEL_RUN : Action.POLL_RUN, null));
        }
        Later cleanUp = startFirst ? null : firstOf(now, true);
        return cleanUp == null ? Optional.empty() : Optional.of(taken(cleanUp));
    }

    private RunStep taken(Later entry) {
        later.remove(entry);
        return entry.step;
    }

    /** Returns how long it takes until a step is due; very long where none waits. */
    public synchronized long nanosUntilNext(boolean newWorkWaits) {
        long now = ticker.nanos();
        long at = Long.MAX_VALUE;
        for (Running entry : running.values()) {
            at = Math.min(at, entry.underWay ? Long.MAX_VALUE : dueAt(entry, newWorkWaits) - now);
        }
        for (Later entry : later) {
            at = Math.min(at, entry.at - now);
        }
        return Math.max(0, at);
    }

    private long cleanUps() {
        return later.stream().filter(Later::cleansUp).count();
    }

    /** An answer to be fetched goes first, then what was begun, and what is only to be deleted last. */
    private @Nullable Later firstOf(long now, boolean cleanUpsToo) {
        Later best = null;
        for (Later entry : later) {
            boolean may = entry.at - now <= 0 && (cleanUpsToo || !entry.cleansUp());
            if (may && (best == null || entry.rank() < best.rank())) {
                best = entry;
            }
        }
        return best;
    }

    private @Nullable Running duePoll(long now, boolean newWorkWaits) {
        return running.values().stream()
                .filter(entry -> !entry.underWay && dueAt(entry, newWorkWaits) - now <= 0)
                .min(Comparator.comparingLong(entry -> dueAt(entry, newWorkWaits)))
                .orElse(null);
    }

    private long dueAt(Running entry, boolean newWorkWaits) {
        long ends = entry.since + entry.longest;
        long due = entry.since
                + Math.max(
                        ageToAsk(entry, newWorkWaits),
                        entry.asked + rule.shortest().toNanos());
        long latest = entry.since + entry.asked + rule.longest().toNanos();
        long bounded = Math.min(Math.min(due, latest), ends);
        // Whoever names a time is left alone until then, but for an end that is wanted.
        long wanted = entry.unwanted ? entry.since : Math.min(Math.max(bounded, entry.notBefore), ends);
        return Math.max(wanted, entry.retryAt);
    }

    /** Returns at which age a run is to be asked after next. */
    private long ageToAsk(Running entry, boolean newWorkWaits) {
        if (entry.polls > 0) {
            return (long) (entry.asked * (newWorkWaits ? GROWS_WHILE_WORK_WAITS : GROWS));
        }
        RunTimes known = times.get(entry.profile);
        if (known != null && known.isKnown()) {
            return known.quantile(newWorkWaits ? MOST_DONE_PERCENT : MANY_DONE_PERCENT);
        }
        return isScout(entry) ? rule.first().toNanos() : entry.longest;
    }

    /** As long as nothing is known of a profile's runs, the first few of them find out, and the others wait for them. */
    private boolean isScout(Running entry) {
        return running.values().stream()
                .filter(other -> other.profile.equals(entry.profile))
                .limit(SCOUTS)
                .anyMatch(other -> other == entry);
    }

    /** A run in progress; times are nanoseconds, ages from its start. */
    private static final class Running {
        private final long run;
        private final String profile;
        private final long since;
        private final long longest;
        private long asked;
        private int polls;
        private long notBefore;
        private long retryAt;
        private boolean underWay;
        private boolean unwanted;

        Running(long run, String profile, long since, long longest) {
            this.run = run;
            this.profile = profile;
            this.since = since;
            this.longest = longest;
            this.notBefore = since;
            this.retryAt = since;
        }

        void leaveAlone(long now, @Nullable Duration hint) {
            notBefore = now + (hint == null ? 0 : hint.toNanos());
        }
    }

    private record Later(RunStep step, long at) {
        boolean cleansUp() {
            return step.action() == Action.DELETE_THREAD || step.action() == Action.DELETE_PROMPT;
        }

        int rank() {
            return step.action() == Action.FETCH_ANSWER ? 0 : cleansUp() ? 2 : 1;
        }
    }
}
