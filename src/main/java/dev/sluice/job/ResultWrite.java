package dev.sluice.job;

import dev.sluice.usage.CountedUse;
import dev.sluice.usage.RequestUse;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** Writes results, with what they used and what their jobs have cost so far, and counts them once they are on disk. Not thread-safe. */
final class ResultWrite implements StoreWriter.Write {
    private static final int ENVELOPE = 200;
    private final List<Result> results;
    private final List<RequestUse> uses;
    private final LongFunction<@Nullable JobTracker> jobs;
    private final Runnable whenStored;
    private final Consumer<JobTracker> afterwards;
    private final List<Result> stored = new ArrayList<>();
    private final List<CountedUse> counted = new ArrayList<>();
    private final StoredListener listener;

    ResultWrite(
            List<Result> results,
            List<RequestUse> uses,
            LongFunction<@Nullable JobTracker> jobs,
            Runnable whenStored,
            Consumer<JobTracker> afterwards,
            StoredListener listener) {
        this.listener = listener;
        this.results = List.copyOf(results);
        this.uses = List.copyOf(uses);
        this.jobs = jobs;
        this.whenStored = whenStored;
        this.afterwards = afterwards;
    }

    @Override
    public int size() {
        long size = 0;
        for (Result result : results) {
            size += ENVELOPE
                    + (result instanceof Result.Answered answer ? answer.body().length() : 0);
        }
        return (int) Math.min(Integer.MAX_VALUE, size);
    }

    @Override
    public void apply(JobTables tables) throws SQLException {
        stored.clear();
        counted.clear();
        for (Result result : results) {
            if (tables.insertResult(result)) {
                stored.add(result);
            }
        }
        for (RequestUse use : uses) {
            tables.ledger().add(use).ifPresent(counted::add);
        }
        for (long job : results.stream().mapToLong(Result::job).distinct().toArray()) {
            JobTracker tracker = jobs.apply(job);
            if (tracker != null) {
                tables.updateCounts(job, tracker.counts());
            }
        }
    }

    @Override
    public void committed() {
        whenStored.run();
        listener.stored(results, counted);
        Set<JobTracker> concerned = new HashSet<>();
        for (Result result : stored) {
            JobTracker tracker = jobs.apply(result.job());
            if (tracker != null) {
                tracker.countStored(result.index(), result instanceof Result.Answered);
                concerned.add(tracker);
            }
        }
        concerned.forEach(afterwards);
    }
}
