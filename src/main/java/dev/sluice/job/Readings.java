package dev.sluice.job;

import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;

/**
 * Which prompts of a job are to be read next: at first all without a result that are not under way, later those that
 * were under way and brought nothing. A job is read once at a time. Thread-safe.
 */
public final class Readings {
    private final LongFunction<BitSet> underWay;
    private final Map<Long, BitSet> toRead = new HashMap<>();
    private final Set<Long> read = new HashSet<>();
    private final Set<Long> beingRead = new HashSet<>();

    Readings(LongFunction<BitSet> underWay) {
        this.underWay = underWay;
    }

    /**
     * Begins to read a job; returns which prompts that is about besides those with a result, or empty while another reading
     * goes on, after which the job is read again where that is needed.
     */
    public synchronized Optional<Positions> begin(long job) {
        if (!beingRead.add(job)) {
            return Optional.empty();
        }
        BitSet again = toRead.remove(job);
        if (read.add(job)) {
            return Optional.of(new Positions(underWay.apply(job), true));
        }
        return Optional.of(new Positions(again == null ? new BitSet() : again, false));
    }

    /** Ends a reading; returns whether the job is to be read again. */
    public synchronized boolean end(long job) {
        beingRead.remove(job);
        return toRead.containsKey(job);
    }

    /** Notes prompts that are to be read again; returns whether there are any. */
    public synchronized boolean again(long job, BitSet positions) {
        if (positions.isEmpty()) {
            return false;
        }
        toRead.computeIfAbsent(job, id -> new BitSet()).or(positions);
        return true;
    }

    /** Forgets what was read of a job, since it is finished. */
    public synchronized void finished(long job) {
        read.remove(job);
        beingRead.remove(job);
        toRead.remove(job);
    }

    /**
     * Which prompts of a job a reading is about.
     *
     * @param positions positions in the file
     * @param leftOut whether those are to be left out, else only they are to be read
     */
    public record Positions(BitSet positions, boolean leftOut) {
        /** Returns whether a prompt is to be left out. */
        public boolean skips(long index) {
            return positions.get(Math.toIntExact(index)) == leftOut;
        }
    }
}
