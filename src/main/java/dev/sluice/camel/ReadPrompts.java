package dev.sluice.camel;

import dev.sluice.job.Job;
import dev.sluice.job.JobStore;
import dev.sluice.limit.RateLimitPools;
import dev.sluice.prompt.InputLine;
import dev.sluice.prompt.PromptReader;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Reads the file of a job for the Splitter: without the prompts that have a result, ending when Sluice stops. Thread-safe. */
public final class ReadPrompts {
    private final JobStore store;
    private final PromptFiles files;
    private final RateLimitPools pools;

    ReadPrompts(JobStore store, PromptFiles files, RateLimitPools pools) {
        this.store = store;
        this.files = files;
        this.pools = pools;
    }

    /** Returns the lines that are still to be asked. */
    public Iterator<InputLine> linesOf(Job job) {
        return new Unanswered(job.id(), files.open(job));
    }

    private final class Unanswered implements Iterator<InputLine>, AutoCloseable {
        private final long job;
        private final PromptReader lines;
        private @Nullable InputLine next;

        Unanswered(long job, PromptReader lines) {
            this.job = job;
            this.lines = lines;
        }

        @Override
        public boolean hasNext() {
            while (next == null && !pools.stopped() && lines.hasNext()) {
                InputLine line = lines.next();
                next = store.hasResult(job, line.index()) ? null : line;
            }
            if (next == null) {
                close();
            }
            return next != null;
        }

        @Override
        public InputLine next() {
            if (!hasNext() || next == null) {
                throw new NoSuchElementException();
            }
            InputLine line = next;
            next = null;
            return line;
        }

        @Override
        public void close() {
            lines.close();
        }
    }
}
