package dev.sluice.camel;

import dev.sluice.job.Job;
import dev.sluice.job.JobStore;
import dev.sluice.limit.RateLimitPools;
import dev.sluice.prompt.InputLine;
import dev.sluice.prompt.InputLines;
import java.util.Iterator;

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
        return new UntilStopped(files.open(job, index -> store.hasResult(job.id(), index)));
    }

    private final class UntilStopped implements Iterator<InputLine>, AutoCloseable {
        private final InputLines lines;
        private boolean closed;

        UntilStopped(InputLines lines) {
            this.lines = lines;
        }

        @Override
        public boolean hasNext() {
            return !closed && !pools.stopped() && lines.hasNext();
        }

        @Override
        public InputLine next() {
            return lines.next();
        }

        @Override
        public void close() {
            closed = true;
            lines.close();
        }
    }
}
