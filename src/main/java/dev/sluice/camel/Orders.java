package dev.sluice.camel;

import dev.sluice.job.Job;
import dev.sluice.job.JobStore;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** What the commands {@code retry} and {@code cancel} have asked this process for. Thread-safe. */
public final class Orders {
    private final JobStore store;
    private final AtomicBoolean lookedAt = new AtomicBoolean();

    Orders(JobStore store) {
        this.store = store;
    }

    /** Carries them out; returns the jobs that are to be read again. */
    public List<Job> carryOut() throws InterruptedException {
        List<Job> again = store.carryOutOrders();
        lookedAt.set(true);
        return again;
    }

    /** Returns whether those that an earlier run left are carried out. */
    boolean lookedAt() {
        return lookedAt.get();
    }
}
