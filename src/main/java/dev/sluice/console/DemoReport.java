package dev.sluice.console;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.job.JobProgress;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Tells at the end of the demo what happened, and what to do next. */
final class DemoReport {
    private static final String EXAMPLE = "alice.txt";
    private final PrintStream out;
    private final Path home;
    private final List<JobProgress> jobs = new ArrayList<>();

    DemoReport(PrintStream out, Path home) {
        this.out = out;
        this.home = home;
    }

    /** Prints a row for each file, and how many requests its prompts took. */
    void printTable(Run.Outcome outcome) {
        jobs.addAll(outcome.jobs());
        List<String[]> rows = new ArrayList<>();
        rows.add(new String[] {"file", "prompts", "answered", "failed", "requests", "refused (429)"});
        long requests = 0;
        long refused = 0;
        for (JobProgress job : jobs) {
            Optional<OutboxFiles> files = OutboxFiles.of(job, home);
            long ofJob = files.map(OutboxFiles::requests).orElse(0L);
            long refusedOfJob = files.map(OutboxFiles::rateLimited).orElse(0L);
            rows.add(row(job.name(), Sum.NOTHING.plus(job), ofJob, refusedOfJob));
            requests += ofJob;
            refused += refusedOfJob;
        }
        rows.add(row("in all", Sum.of(jobs), requests, refused));
        out.println();
        Columns.of(rows).forEach(out::println);
        out.println();
    }

    /** Prints one question with its answer, and how to go on. */
    void printExampleAndNext() throws IOException {
        Optional<OutboxFiles> files = jobs.stream()
                .filter(job -> job.name().equals(EXAMPLE))
                .findFirst()
                .flatMap(job -> OutboxFiles.of(job, home));
        Optional<String> answer = files.flatMap(found -> firstText(found.results()));
        if (answer.isPresent()) {
            out.println();
            out.println("question  " + Samples.firstLine(EXAMPLE));
            out.println("answer    " + answer.get());
        }
        out.println();
        out.println("next      drop a file of your own into " + home.resolve("inbox") + " and run");
        out.println("          " + OwnCommand.line() + " run --once --home " + OwnCommand.quoted(home));
        out.println("          With OPENAI_API_KEY or OPENAI_BASE_URL set, a real provider answers.");
    }

    private static String[] row(String name, Sum sum, long requests, long refused) {
        return new String[] {
            name,
            Figures.count(sum.total()),
            Figures.count(sum.answered()),
            Figures.count(sum.failed()),
            Figures.count(requests),
            Figures.count(refused)
        };
    }

    /** Returns the text of the first answer on one line, or empty where the file is not as expected. */
    private static Optional<String> firstText(Path answers) {
        try (Stream<String> lines = Files.lines(answers)) {
            String line = lines.findFirst().orElse("{}");
            String text = new ObjectMapper().readTree(line).path("text").asText();
            return Optional.of(text.strip().replaceAll("\\s+", " ")).filter(found -> !found.isEmpty());
        } catch (IOException | RuntimeException unreadable) {
            return Optional.empty();
        }
    }
}
