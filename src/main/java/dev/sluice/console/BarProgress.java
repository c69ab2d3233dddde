package dev.sluice.console;

import dev.sluice.job.JobProgress;
import dev.sluice.time.Ticker;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntSupplier;

/** Progress for a person: a bar for each of a few running jobs, one line for all others. */
final class BarProgress implements Progress {
    private static final int MOST_BARS = 8;
    private static final int FEW_ENDED = 3;
    private static final int NAME_WHILE_WAITING = 20;
    private static final Duration TOO_SHORT_FOR_A_BAR = Duration.ofSeconds(1);
    private static final Duration ENDED_INTERVAL = Duration.ofSeconds(10);
    private final Screen screen;
    private final boolean unicode;
    private final IntSupplier width;
    private final Clock clock;
    private final Ticker ticker;
    private final JobBoard board = new JobBoard();
    private final EndedJobs ended = new EndedJobs();
    private final Map<Long, JobBar> bars = new HashMap<>();
    private final Standstill standstill = new Standstill();
    private long endedShownAtNanos;

    BarProgress(Screen screen, boolean unicode, IntSupplier width, Clock clock, Ticker ticker) {
        this.screen = screen;
        this.unicode = unicode;
        this.width = width;
        this.clock = clock;
        this.ticker = ticker;
        endedShownAtNanos = ticker.nanos();
    }

    @Override
    public void update(List<JobProgress> jobs) {
        Instant now = clock.instant();
        ended.add(board.update(jobs), now);
        standstill.note(jobs, ticker.nanos());
        showEnded();
        List<JobProgress> shown = board.running().stream()
                .filter(job -> !Duration.between(job.startedAt(), now)
                        .minus(TOO_SHORT_FOR_A_BAR)
                        .isNegative())
                .limit(MOST_BARS)
                .toList();
        closeBarsOfOthers(shown);
        List<String> lines = new ArrayList<>();
        shown.forEach(job -> lines.add(line(job, now)));
        others(shown).ifPresent(lines::add);
        screen.show(lines);
    }

    @Override
    public void waits(List<String> sentences) {
        standstill.waits(sentences);
    }

    @Override
    public void say(String line) {
        screen.print(line);
    }

    @Override
    public void close() {
        screen.show(List.of());
        closeBarsOfOthers(List.of());
        ended.takeReport().forEach(screen::print);
    }

    /** Names a few at once, but leaves a stream of short jobs to a sum now and then. */
    private void showEnded() {
        long sinceNanos = ticker.nanos() - endedShownAtNanos;
        boolean due = sinceNanos >= ENDED_INTERVAL.toNanos()
                || (ended.size() <= FEW_ENDED && sinceNanos >= TOO_SHORT_FOR_A_BAR.toNanos());
        if (ended.size() > 0 && due) {
            ended.takeReport().forEach(screen::print);
            endedShownAtNanos = ticker.nanos();
        }
    }

    /** The forecast of a bar is drawn from all its time, so that it would grow while all waits. */
    private String line(JobProgress job, Instant now) {
        String bar = barOf(job, now).render(job);
        int most = width.getAsInt() - 1;
        return standstill
                .reason(ticker.nanos())
                .map(reason -> ProgressLine.waiting(
                        Figures.tail(job.name(), NAME_WHILE_WAITING), 1, Sum.NOTHING.plus(job), reason))
                .map(line -> line.length() <= most ? line : line.substring(0, Math.max(0, most)))
                .orElse(bar);
    }

    private JobBar barOf(JobProgress job, Instant now) {
        return bars.computeIfAbsent(job.job(), id -> new JobBar(job, now, unicode, width));
    }

    private void closeBarsOfOthers(List<JobProgress> shown) {
        Set<Long> ids = new HashSet<>();
        shown.forEach(job -> ids.add(job.job()));
        bars.entrySet().removeIf(entry -> {
            boolean gone = !ids.contains(entry.getKey());
            if (gone) {
                entry.getValue().close();
            }
            return gone;
        });
    }

    private Optional<String> others(List<JobProgress> shown) {
        Sum rest = Sum.of(board.running()).plus(Sum.of(board.waiting()));
        Sum bars = Sum.of(shown);
        long jobs = rest.jobs() - bars.jobs();
        if (jobs <= 0) {
            return Optional.empty();
        }
        String words = shown.isEmpty() ? Figures.count(jobs, "job") : "and " + Figures.count(jobs, "more job");
        return Optional.of(words + ": " + Figures.count(rest.done() - bars.done()) + " of "
                + Figures.count(rest.total() - bars.total(), "prompt") + " done");
    }
}
