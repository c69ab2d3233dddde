package dev.sluice.console;

import dev.sluice.job.JobProgress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The jobs that ended since the last report: a few are named, many are summed up. Used by one thread. */
final class EndedJobs {
    private static final int MOST_NAMED = 8;
    private final List<Ended> named = new ArrayList<>();
    private Sum sum = Sum.NOTHING;

    private record Ended(JobProgress job, Duration took) {}

    /** Notes jobs that ended at about this time. */
    void add(List<JobProgress> jobs, Instant now) {
        for (JobProgress job : jobs) {
            sum = sum.plus(job);
            if (named.size() < MOST_NAMED) {
                named.add(new Ended(job, Duration.between(job.startedAt(), now)));
            }
        }
    }

    /** Returns how many jobs have been noted since the last report. */
    long size() {
        return sum.jobs();
    }

    /** Returns the lines to show, and forgets the jobs. */
    List<String> takeReport() {
        List<String> lines = sum.jobs() <= MOST_NAMED
                ? named.stream().map(EndedJobs::line).toList()
                : List.of(Figures.count(sum.jobs()) + " jobs done: " + outcome(sum));
        named.clear();
        sum = Sum.NOTHING;
        return lines;
    }

    private static String line(Ended ended) {
        return ended.job().name() + " done: " + outcome(Sum.NOTHING.plus(ended.job())) + " in "
                + Figures.duration(ended.took());
    }

    private static String outcome(Sum sum) {
        return Figures.count(sum.answered()) + " answered, " + Figures.count(sum.failed()) + " failed";
    }
}
