package dev.sluice.job;

import java.util.BitSet;

/** Whoever has prompts of jobs under way on another road than in a request that waits for its reply. Thread-safe. */
public interface OtherLane {
    /** Returns the positions of a job's prompts that are under way and have no result yet. */
    BitSet underWay(long job);

    /** Returns whether there is anything left to note of a job, which is not complete before that. */
    boolean isUnsettled(long job);
}
