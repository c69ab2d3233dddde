package dev.sluice.limit;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What part of the tokens that replies report a provider really takes from its limit; some take a request for its prompt
 * or its answer, whichever is more. It is told by what one reply's headers show and the next one's: a bucket's time to be
 * full again has grown by what was taken, and what is left in a window has shrunk by it. The larger of both counts, so
 * that a server of neither kind is at worst taken at its reply's word. Not thread-safe: its pool holds the lock.
 */
final class Charge {
    /** All of what is reported. */
    private static final long WHOLE = 1_000;

    private static final long LEAST = 250;
    private static final int RECENT = 256;
    private static final int SAMPLES = 256;
    private static final int ENOUGH_SAMPLES = 5;
    private static final long ENOUGH = Duration.ofSeconds(1).toNanos();
    private static final int LONGEST = 128;
    private static final long SPAN = Duration.ofMillis(250).toNanos();
    private static final long SHORTEST = Duration.ofMillis(20).toNanos();
    private static final long JITTER = Duration.ofMillis(2).toNanos();

    /** Times are told in milliseconds, rounded up. */
    private static final long ROUNDED_UP = Duration.ofMillis(1).toNanos();

    private static final double MINUTE = 60e9;

    private final @Nullable Seen[] recent = new Seen[RECENT];
    private final Deque<Sample> samples = new ArrayDeque<>();
    private long carried;
    private double charged;
    private long used;
    private long permille = WHOLE;
    private boolean trusted = true;

    /** What the headers of a request's reply told: its place among the requests, when it was let through, what is left. */
    record Seen(long place, long sentAt, long limit, long remaining, long resetNanos, long used) {}

    private record Sample(double charged, long used) {}

    /** Returns how much of tokens that are expected will count. */
    long of(long expectedTokens) {
        return Math.round(expectedTokens * permille / (double) WHOLE);
    }

    /** Returns how much of the tokens that a reply reports counts; over many replies no fraction is lost. */
    long ofReported(long usedTokens) {
        long exact = usedTokens * permille + carried;
        carried = exact % WHOLE;
        return exact / WHOLE;
    }

    /** Hears what a reply told; replies may come in any order. */
    void observe(Seen seen) {
        if (!trusted || seen.used <= 0 || seen.limit <= 0 || seen.resetNanos <= 0) {
            return;
        }
        recent[slot(seen.place)] = seen;
        sample(seen);
        Seen next = at(seen.place + 1);
        if (next != null) {
            sample(next);
        }
    }

    /** Takes the replies at their word from now on: a refusal showed that they may be right. */
    void distrust() {
        trusted = false;
        permille = WHOLE;
    }

    private void sample(Seen seen) {
        Seen first = earliest(seen);
        Seen before = at(first.place - 1);
        Seen middle = at((first.place + seen.place) / 2);
        if (middle != null && seen.sentAt - middle.sentAt >= SPAN) {
            double grown = grown(middle, seen);
            add(new Sample(Math.max(grown, shrunk(middle, seen)), usedAfter(middle, seen)), seen.limit);
        } else if (before != null && notYetBack(before, first) < -JITTER) {
            sampleSinceFull(first, seen);
        }
    }

    /** All was back before the first of them, so that what is missing now is what they took. */
    private void sampleSinceFull(Seen first, Seen seen) {
        double missing = tokens(seen.resetNanos - ROUNDED_UP + seen.sentAt - first.sentAt, seen.limit);
        long used = first.used + usedAfter(first, seen);
        boolean inBucket = first.place == seen.place || grown(first, seen) > shrunk(first, seen);
        if (inBucket && used >= tokens(SHORTEST, seen.limit)) {
            add(new Sample(Math.min((double) used, missing), used), seen.limit);
        }
    }

    /** Returns the earliest of the requests in a row since which the bucket was never full, nor its window over. */
    private Seen earliest(Seen seen) {
        Seen found = seen;
        Seen before = at(found.place - 1);
        while (before != null && seen.place - before.place <= LONGEST && notYetBack(before, seen) > JITTER) {
            found = before;
            before = at(found.place - 1);
        }
        return found;
    }

    /** Returns the time that was left, when a request came, until all was back after an earlier one; below 0 if it was. */
    private static long notYetBack(Seen before, Seen seen) {
        return before.resetNanos - (seen.sentAt - before.sentAt);
    }

    /** Returns what the requests after one took from a bucket that was never full meanwhile. */
    private static double grown(Seen since, Seen seen) {
        return tokens(seen.resetNanos - notYetBack(since, seen), seen.limit);
    }

    /** Returns what the requests after one took from what was left in a window. */
    private static double shrunk(Seen since, Seen seen) {
        return (double) since.remaining - seen.remaining;
    }

    private long usedAfter(Seen since, Seen seen) {
        long used = 0;
        for (Seen each = seen; each != null && each.place > since.place; each = at(each.place - 1)) {
            used += each.used;
        }
        return used;
    }

    private static double tokens(long nanos, long limit) {
        return (double) nanos * limit / MINUTE;
    }

    private void add(Sample sample, long limit) {
        samples.addLast(sample);
        charged += sample.charged;
        used += sample.used;
        if (samples.size() > SAMPLES) {
            Sample oldest = samples.removeFirst();
            charged -= oldest.charged;
            used -= oldest.used;
        }
        if (samples.size() >= ENOUGH_SAMPLES && used >= tokens(ENOUGH, limit)) {
            permille = Math.max(LEAST, Math.min(WHOLE, Math.round(charged * WHOLE / used)));
        }
    }

    private @Nullable Seen at(long place) {
        Seen found = recent[slot(place)];
        return found != null && found.place == place ? found : null;
    }

    private static int slot(long place) {
        return Math.floorMod(place, RECENT);
    }
}
