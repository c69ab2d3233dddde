package dev.sluice.camel;

import dev.sluice.job.Job;
import dev.sluice.job.JobStore;
import dev.sluice.job.Readings.Positions;
import dev.sluice.limit.RateLimitPools;
import dev.sluice.polled.RunStore;
import dev.sluice.prompt.InputLine;
import dev.sluice.prompt.InputLines;
import dev.sluice.prompt.Profile.SamePromptOnce;
import dev.sluice.prompt.Prompt;
import dev.sluice.prompt.SeenPrompts;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.OptionalLong;
import java.util.function.LongPredicate;
import org.apache.camel.ExchangeProperty;
import org.jspecify.annotations.Nullable;

/** Reads the file of a job for the Splitter: without the prompts that have a result, no faster
 * than its lanes take them, ending when Sluice stops. Thread-safe. */
public final class ReadPrompts {
    private final JobStore store;
    private final PromptFiles files;
    private final RateLimitPools pools;
    private final Backlog backlog;
    private final RunStore runs;

    ReadPrompts(JobStore store, PromptFiles files, RateLimitPools pools, Backlog backlog, RunStore runs) {
        this.runs = runs;
        this.store = store;
        this.files = files;
        this.pools = pools;
        this.backlog = backlog;
    }

    /** Returns the lines that have no result yet, nor are in a batch or run; later those that are left over. */
    public Iterator<JobLine> linesOf(Job job, @ExchangeProperty(BeginReading.POSITIONS) Positions positions) {
        LongPredicate stored =
                index -> store.hasResult(job.id(), index) || positions.skips(index) || runs.has(job.id(), index);
        // Even a prompt that has a result already is looked at, since others may be equal to it.
        boolean all = files.profile(job).samePromptOnce() != SamePromptOnce.NEVER;
        long end = positions.leftOut() ? Long.MAX_VALUE : positions.positions().length();
        return new UntilStopped(job.id(), files.open(job, all ? index -> false : stored, stored), stored, end);
    }

    private final class UntilStopped implements Iterator<JobLine>, AutoCloseable {
        private final long job;
        private final InputLines lines;
        private final LongPredicate stored;
        private final long end;
        private final SeenPrompts seen = new SeenPrompts();
        private @Nullable JobLine ahead;
        private boolean atEnd;
        private boolean closed;

        /** Creates one that reads up to a position. */
        UntilStopped(long job, InputLines lines, LongPredicate stored, long end) {
            this.end = end;
            this.job = job;
            this.lines = lines;
            this.stored = stored;
        }

        @Override
        public boolean hasNext() {
            if (ahead == null) {
                backlog.awaitRoom(job);
            }
            while (ahead == null && !atEnd && goesOn() && lines.hasNext()) {
                InputLine line = lines.next();
                JobLine looked = new JobLine(line, firstLike(line.prompt()));
                ahead = stored.test(line.index()) ? null : looked;
                atEnd = line.index() + 1 >= end;
            }
            return ahead != null && goesOn();
        }

        @Override
        public JobLine next() {
            JobLine line = hasNext() ? ahead : null;
            if (line == null) {
                throw new NoSuchElementException("no more lines");
            }
            ahead = null;
            return line;
        }

        private boolean goesOn() {
            return !closed && !pools.stopped() && !store.isOver(job);
        }

        private @Nullable Long firstLike(@Nullable Prompt prompt) {
            OptionalLong first = prompt == null ? OptionalLong.empty() : seen.firstLike(prompt);
            return first.isPresent() ? (Long) first.getAsLong() : null;
        }

        @Override
        public void close() {
            closed = true;
            lines.close();
        }
    }
}
