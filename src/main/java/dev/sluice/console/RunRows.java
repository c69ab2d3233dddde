package dev.sluice.console;

import dev.sluice.polled.Run;
import dev.sluice.polled.Run.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The table of runs in progress, the oldest first. */
final class RunRows {
    private static final int MOST = 20;
    private static final String[] HEADER = {"job", "prompt", "run", "state", "age", "polls", "next poll"};

    private RunRows() {}

    /** Returns the lines of the table, none where no run is in progress. */
    static List<String> of(List<Run> all, Instant now) {
        List<Run> runs = all.stream().filter(Run::isOpen).toList();
        if (runs.isEmpty()) {
            return List.of();
        }
        List<String[]> rows = new ArrayList<>();
        rows.add(HEADER);
        runs.stream().limit(MOST).forEach(run -> rows.add(row(run, now)));
        List<String> lines = new ArrayList<>(Columns.of(rows));
        if (runs.size() > MOST) {
            lines.add("… and " + Figures.count(runs.size() - MOST) + " more runs in progress");
        }
        return lines;
    }

    private static String[] row(Run run, Instant now) {
        String id = run.remote().run();
        Instant since = run.startedAt();
        return new String[] {
            Long.toString(run.job()),
            Figures.count(run.content().index() + 1),
            id == null ? "-" : id,
            state(run.state()),
            since == null ? "-" : Figures.duration(Duration.between(since, now)),
            Figures.count(run.polls()),
            nextPoll(run, now)
        };
    }

    private static String state(State state) {
        return switch (state) {
            case PREPARING -> "being prepared";
            case STARTING -> "being started";
            case RUNNING -> "running";
            case ANSWERED -> "being fetched";
            case OVER -> "over";
            case AGAIN -> "to be started again";
        };
    }

    private static String nextPoll(Run run, Instant now) {
        Instant next = run.nextPollAt();
        if (run.state() != State.RUNNING || next == null) {
            return "-";
        }
        return next.isAfter(now) ? "in " + Figures.duration(Duration.between(now, next)) : "as the limit allows";
    }
}
