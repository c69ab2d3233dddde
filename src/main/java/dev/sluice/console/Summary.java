package dev.sluice.console;

import dev.sluice.job.JobProgress;
import dev.sluice.job.JobProgress.State;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Sums up a run that has ended: what was answered, what failed, where the files are. */
final class Summary {
    private static final int MOST_NAMED = 20;
    private static final int WIDEST_REASON = 160;
    private final Path home;
    private final PrintStream out;
    private final PrintStream err;

    Summary(Terminal terminal, Path home) {
        this.home = home;
        out = terminal.out();
        err = terminal.err();
    }

    /** Prints the summary and returns what it amounts to. */
    ExitCode of(Run.Outcome outcome, List<Path> rejected) {
        Sum sum = Sum.of(outcome.jobs());
        Undecided undecided = Undecided.in(home, outcome.end() == Watch.End.IDLE);
        if (outcome.jobs().isEmpty() && rejected.isEmpty() && undecided.isNone()) {
            out.println("nothing to do: no file in " + home.resolve("inbox"));
        }
        if (!outcome.jobs().isEmpty() || !rejected.isEmpty()) {
            printCounts(outcome, sum);
        }
        printFailed(outcome.jobs(), sum.failed());
        rejected.forEach(this::printRejected);
        undecided.sentences().forEach(out::println);
        return switch (outcome.end()) {
            case STOPPED -> {
                err.println("sluice: stopped before everything was answered; the next start goes on");
                yield ExitCode.FAILED;
            }
            case BLOCKED -> {
                String reason = outcome.blocked().orElse("blocked").replaceFirst("\\.$", "");
                err.println("sluice: nothing can be sent: " + reason + "; everything is kept for the next start");
                yield ExitCode.BLOCKED;
            }
            case IDLE -> {
                // Of a file that could not even be looked through, it isn't known how many prompts it has.
                if (outcome.jobs().stream().anyMatch(job -> job.state() != State.DONE)) {
                    err.println("sluice: an error, told above, left prompts unanswered; the next start goes on");
                    yield ExitCode.FAILED;
                }
                boolean all = sum.failed() == 0 && rejected.isEmpty() && undecided.isNone();
                yield all ? ExitCode.OK : ExitCode.SOME_FAILED;
            }
        };
    }

    private void printCounts(Run.Outcome outcome, Sum sum) {
        long left = sum.total() - sum.done();
        out.println(Figures.count(sum.jobs(), "file") + ", " + Figures.count(sum.total(), "prompt") + ": "
                + Figures.count(sum.answered()) + " answered, " + Figures.count(sum.failed()) + " failed, "
                + (left > 0 ? Figures.count(left) + " left, " : "") + "in " + Figures.duration(outcome.took()));
        out.println("answers in " + home.resolve("outbox"));
    }

    private void printFailed(List<JobProgress> jobs, long failed) {
        if (failed == 0) {
            return;
        }
        out.println("failed prompts (file, id, reason):");
        List<String[]> rows = new ArrayList<>();
        String last = "*";
        for (JobProgress job : jobs) {
            if (job.failed() > 0 && rows.size() < MOST_NAMED) {
                Optional<OutboxFiles> files = OutboxFiles.of(job, home);
                last = files.map(OutboxFiles::name).orElse(last);
                files.ifPresent(found -> addFailed(rows, job.name(), found));
            }
        }
        Columns.of(rows).forEach(row -> out.println("  " + row));
        if (failed > rows.size()) {
            out.println("  and " + Figures.count(failed - rows.size()) + " more, see outbox/" + last + ".errors.jsonl");
        }
    }

    private static void addFailed(List<String[]> rows, String name, OutboxFiles files) {
        FailedPrompts.in(files.results(), MOST_NAMED - rows.size())
                .forEach(prompt -> rows.add(new String[] {"inbox/" + name, prompt.id(), reason(prompt, name)}));
    }

    /** Returns why a prompt failed, without the file that stands beside it already. */
    private static String reason(FailedPrompt prompt, String name) {
        String place = Pattern.quote("inbox/" + name) + ":(\\d+): ";
        return Figures.head(prompt.reason().replaceFirst(place, "line $1: "), WIDEST_REASON);
    }

    private void printRejected(Path reason) {
        out.println("rejected: " + firstLine(reason));
    }

    private static String firstLine(Path file) {
        try (var lines = Files.lines(file)) {
            return lines.findFirst().orElse(file.toString());
        } catch (IOException | RuntimeException unreadable) {
            return file.toString();
        }
    }
}
