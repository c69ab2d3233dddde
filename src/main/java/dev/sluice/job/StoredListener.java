package dev.sluice.job;

import dev.sluice.usage.CountedUse;
import java.util.List;

/** Hears, on the store's own thread and without delay, what is on disk of jobs. */
public interface StoredListener {
    /** Hears of results and of what the ledger has counted with them; either may be empty. */
    void stored(List<Result> results, List<CountedUse> uses);

    /** Hears that a job is over, so that no result of it will follow. */
    void over(long job);
}
