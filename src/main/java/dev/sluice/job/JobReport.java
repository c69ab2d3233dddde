package dev.sluice.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;

/** What became of a job, as the JSON of its report file. */
public final class JobReport {
    private static final ObjectMapper JSON = new ObjectMapper();

    private JobReport() {}

    /** Returns the report of a job whose results are all there. */
    public static String of(Job job, JobProgress progress, BatchShare batches, Instant now) {
        ObjectNode report = JSON.createObjectNode();
        report.put("file", job.name()).put("job", job.id()).put("profile", job.profile());
        report.put("simulated", job.simulated());
        if (job.cancelled()) {
            report.put("cancelled", true);
        }
        long done = progress.answered() + progress.failed();
        report.putObject("prompts")
                .put("in", job.total())
                .put("answered", progress.answered())
                .put("failed", progress.failed())
                .put("skipped", job.total() - done);
        JobCounts counts = job.counts();
        report.put("repeatedPrompts", counts.repeated());
        long requests = counts.requests() + batches.batches();
        report.put("requests", requests);
        report.put("promptsPerRequest", ratio(counts.carried() + batches.prompts(), requests));
        report.put("rateLimited", counts.rateLimited());
        report.put("retries", counts.retries());
        report.put("maybeRepeated", counts.maybeRepeated());
        report.putObject("tokens")
                .put("input", counts.inputTokens() + batches.inputTokens())
                .put("output", counts.outputTokens() + batches.outputTokens());
        if (batches.batches() > 0) {
            BigDecimal saved = batches.savedUsd();
            report.putObject("batches")
                    .put("count", batches.batches())
                    .put("answered", batches.answered())
                    .put("inputTokens", batches.inputTokens())
                    .put("outputTokens", batches.outputTokens())
                    .put("savedUsd", saved == null ? null : saved.setScale(6, RoundingMode.HALF_UP));
        }
        report.put("claimedAt", job.claimedAt().toString()).put("finishedAt", now.toString());
        report.put("seconds", ratio(Duration.between(job.claimedAt(), now).toMillis(), 1_000));
        return text(report);
    }

    /** Returns whether a report file is that of a job, or isn't there at all. */
    static boolean isOf(Path file, long job) {
        try {
            return !Files.exists(file)
                    || JSON.readTree(Files.readString(file)).path("job").asLong() == job;
        } catch (IOException e) {
            return false;
        }
    }

    /** Returns the highest number of a job that the reports of the outbox tell, 0 for none. */
    static long highestJob(Path outbox) throws IOException {
        try (Stream<Path> files = Files.walk(outbox)) {
            return files.filter(file -> file.toString().endsWith(AnswerFiles.REPORT))
                    .mapToLong(JobReport::jobOf)
                    .max()
                    .orElse(0);
        }
    }

    private static long jobOf(Path report) {
        try {
            return JSON.readTree(Files.readString(report)).path("job").asLong();
        } catch (IOException e) {
            return 0;
        }
    }

    /** Returns whether the outbox has a report of this very job, which is written after all else. */
    static boolean isOfFinished(Path outbox, WorkFolder.Entry entry) {
        String stem = InboxNames.stem(entry.name());
        Path report = outbox.resolve(stem + AnswerFiles.REPORT);
        for (int k = 2; Files.exists(report); k++) {
            try {
                JsonNode found = JSON.readTree(Files.readString(report));
                if (found.path("job").asLong() == entry.job()
                        && found.path("file").asText().equals(entry.name())) {
                    return true;
                }
            } catch (IOException e) {
                return false;
            }
            report = outbox.resolve(stem + "-" + k + AnswerFiles.REPORT);
        }
        return false;
    }

    private static BigDecimal ratio(long dividend, long divisor) {
        return divisor == 0
                ? BigDecimal.ZERO
                : BigDecimal.valueOf(dividend).divide(BigDecimal.valueOf(divisor), 2, RoundingMode.HALF_UP);
    }

    private static String text(ObjectNode report) {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(report) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a report can't be written", e);
        }
    }
}
