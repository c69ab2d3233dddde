package dev.sluice.camel;

import dev.sluice.allowance.Budgets.Refusal;
import java.time.Instant;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The prompts of one user that may not be sent now. Of the first it is known what each needs; of those beyond only where they
 * stand, so that a file of any length can be held. Not thread-safe.
 */
final class HeldPrompts {
    /** Of all users together. */
    private static final int MOST_KNOWN = 50_000;

    private static final int MOST_REFUSED = 1_000;

    private final TreeSet<Wanted> known =
            new TreeSet<>(Comparator.comparingLong(Wanted::job).thenComparingLong(Wanted::index));
    private final Map<Long, BitSet> further = new TreeMap<>();
    private final AtomicInteger knownOfAll;
    private boolean changed = true;
    private @Nullable Refusal refusal;

    /** Creates one that shares with those of other users how many prompts are known. */
    HeldPrompts(AtomicInteger knownOfAll) {
        this.knownOfAll = knownOfAll;
    }

    void add(Wanted wanted) {
        // One is known in any case, as the others wait behind those that are.
        if (known.isEmpty() || knownOfAll.get() < MOST_KNOWN) {
            knownOfAll.addAndGet(known.add(wanted) ? 1 : 0);
        } else {
            set(further, wanted.job(), wanted.index());
        }
        changed = true;
    }

    boolean isEmpty() {
        return known.isEmpty() && further.isEmpty();
    }

    /** Forgets the prompts of a job. */
    void remove(long job) {
        int before = known.size();
        known.removeIf(wanted -> wanted.job() == job);
        knownOfAll.addAndGet(known.size() - before);
        further.remove(job);
    }

    /** Notes that there may be room. */
    void lookAgain() {
        changed = true;
    }

    /** Returns whether there may be room, as something was settled or a window has turned. */
    boolean isToBeLookedAt(Instant now) {
        return changed || (refusal != null && !now.isBefore(refusal.until()));
    }

    /**
     * Lets prompts go for which an amount could be reserved, in their order, and those that are to fail.
     *
     * @param fails whether prompts fail that only the next window has room for
     */
    void letGo(
            LongPredicate isOver, boolean fails, Function<Wanted, Optional<Refusal>> reserve, Map<Long, BitSet> again) {
        changed = false;
        refusal = null;
        int refused = 0;
        Iterator<Wanted> all = known.iterator();
        while (all.hasNext() && refused < MOST_REFUSED) {
            Wanted wanted = all.next();
            if (isOver.test(wanted.job())) {
                forget(all);
                continue;
            }
            Refusal now = reserve.apply(wanted).orElse(null);
            if (now == null || now.never() || (fails && !now.reserved())) {
                set(again, wanted.job(), wanted.index());
                forget(all);
            } else {
                refused++;
                note(now);
            }
        }
        if (known.isEmpty()) {
            further.forEach((job, positions) ->
                    again.computeIfAbsent(job, id -> new BitSet()).or(positions));
            further.clear();
        }
    }

    private void forget(Iterator<Wanted> all) {
        all.remove();
        knownOfAll.decrementAndGet();
    }

    /** Keeps the refusal that ends first, of those that no settlement ends. */
    private void note(Refusal now) {
        if (!now.reserved() && (refusal == null || now.until().isBefore(refusal.until()))) {
            refusal = now;
        }
    }

    /** Returns what keeps them waiting for a window to turn, or empty. */
    Optional<Refusal> refusal() {
        return Optional.ofNullable(refusal);
    }

    /** Returns their jobs. */
    Set<Long> jobs() {
        Set<Long> jobs = new TreeSet<>(further.keySet());
        Wanted next = known.isEmpty() ? null : known.first();
        while (next != null) {
            jobs.add(next.job());
            next = known.higher(
                    new Wanted(next.job(), Long.MAX_VALUE, "", next.amount(), next.model(), next.counted()));
        }
        return jobs;
    }

    private static void set(Map<Long, BitSet> positions, long job, long index) {
        positions.computeIfAbsent(job, id -> new BitSet()).set(Math.toIntExact(index));
    }
}
