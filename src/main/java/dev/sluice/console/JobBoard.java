package dev.sluice.console;

import dev.sluice.job.JobProgress;
import dev.sluice.job.JobProgress.State;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Sorts the jobs into those at work, those waiting and those that ended since the last look. Used by one thread. */
final class JobBoard {
    private final Set<Long> ended = new HashSet<>();
    private List<JobProgress> running = List.of();
    private List<JobProgress> waiting = List.of();

    /** Takes the jobs as they are now; returns those that ended since the last time. */
    List<JobProgress> update(List<JobProgress> jobs) {
        List<JobProgress> nowRunning = new ArrayList<>();
        List<JobProgress> nowWaiting = new ArrayList<>();
        List<JobProgress> justEnded = new ArrayList<>();
        for (JobProgress job : jobs) {
            if (job.state() == State.DONE) {
                if (ended.add(job.job())) {
                    justEnded.add(job);
                }
            } else {
                (job.state() == State.CLAIMED ? nowWaiting : nowRunning).add(job);
            }
        }
        running = List.copyOf(nowRunning);
        waiting = List.copyOf(nowWaiting);
        return justEnded;
    }

    /** Returns the jobs at work, in the order of their claims. */
    List<JobProgress> running() {
        return running;
    }

    /** Returns the jobs that wait for their turn. */
    List<JobProgress> waiting() {
        return waiting;
    }
}
