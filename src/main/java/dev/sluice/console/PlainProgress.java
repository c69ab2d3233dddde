package dev.sluice.console;

import dev.sluice.job.JobProgress;
import dev.sluice.time.Ticker;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Progress for a log file: every 10 s a plain line for each running job, or one for all where they are many. */
final class PlainProgress implements Progress {
    static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final int MOST_NAMED = 8;
    private static final int WIDEST_NAME = 40;
    private final PrintStream out;
    private final Clock clock;
    private final Ticker ticker;
    private final JobBoard board = new JobBoard();
    private final EndedJobs ended = new EndedJobs();
    private final Map<Long, Pace> paces = new HashMap<>();
    private final Pace wholePace = new Pace();
    private final Standstill standstill = new Standstill();
    private Sum endedInAll = Sum.NOTHING;
    private long reportedAtNanos;

    PlainProgress(PrintStream out, Clock clock, Ticker ticker) {
        this.out = out;
        this.clock = clock;
        this.ticker = ticker;
        reportedAtNanos = ticker.nanos();
    }

    @Override
    public void update(List<JobProgress> jobs) {
        List<JobProgress> justEnded = board.update(jobs);
        ended.add(justEnded, clock.instant());
        endedInAll = endedInAll.plus(Sum.of(justEnded));
        justEnded.forEach(job -> paces.remove(job.job()));
        long now = ticker.nanos();
        standstill.note(jobs, now);
        board.running().forEach(job -> notePace(job, now));
        if (now - reportedAtNanos >= INTERVAL.toNanos()) {
            reportedAtNanos = now;
            report();
        }
    }

    @Override
    public void waits(List<String> sentences) {
        standstill.waits(sentences);
    }

    @Override
    public void say(String line) {
        out.println(time() + "  " + line);
        out.flush();
    }

    @Override
    public void close() {
        ended.takeReport().forEach(this::say);
    }

    private void notePace(JobProgress job, long now) {
        Pace pace = paces.computeIfAbsent(job.job(), id -> new Pace());
        pace.note(now, job.answered() + job.failed());
    }

    private void report() {
        ended.takeReport().forEach(this::say);
        List<JobProgress> running = board.running();
        if (running.isEmpty()) {
            return;
        }
        wholePace.note(ticker.nanos(), endedInAll.done() + Sum.of(running).done());
        if (running.size() + board.waiting().size() > MOST_NAMED) {
            sayTotal(running);
        } else {
            sayEach(running);
        }
    }

    private void sayEach(List<JobProgress> running) {
        int width = running.stream().mapToInt(job -> job.name().length()).max().orElse(0);
        List<String> lines = new ArrayList<>();
        for (JobProgress job : running) {
            String name = Figures.tail(job.name(), WIDEST_NAME);
            Pace pace = paces.getOrDefault(job.job(), wholePace);
            lines.add(line(name, Math.min(width, WIDEST_NAME), Sum.NOTHING.plus(job), pace));
        }
        lines.forEach(this::say);
    }

    private void sayTotal(List<JobProgress> running) {
        String name = Figures.count(running.size()) + " of "
                + Figures.count(running.size() + board.waiting().size(), "job");
        say(line(name, name.length(), Sum.of(running), wholePace));
    }

    private String line(String name, int width, Sum sum, Pace pace) {
        return standstill
                .reason(ticker.nanos())
                .map(reason -> ProgressLine.waiting(name, width, sum, reason))
                .orElseGet(() -> ProgressLine.of(name, width, sum, pace));
    }

    private String time() {
        return DateTimeFormatter.ISO_LOCAL_TIME.format(
                LocalTime.ofInstant(clock.instant(), clock.getZone()).truncatedTo(ChronoUnit.SECONDS));
    }
}
