package dev.sluice.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.job.JobProgress.State;
import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class JobReportTest {
    private static final Instant CLAIMED = Instant.parse("2026-11-22T10:00:00Z");

    @Test
    void report_saysAllThatAJobTook() throws IOException {
        assertThat(report(new JobCounts(3, 40, 2, 1, 500, 90, 0, 4), 10, 6, 3)).isEqualTo(json("""
                        {"file":"sub/a.txt","job":4,"profile":"search","simulated":true,
                         "prompts":{"in":10,"answered":6,"failed":3,"skipped":1},
                         "requests":3,"promptsPerRequest":13.33,"repeatedPrompts":0,"rateLimited":2,"retries":1,"maybeRepeated":4,
                         "tokens":{"input":500,"output":90},
                         "claimedAt":"2026-11-22T10:00:00Z","finishedAt":"2026-11-22T10:00:12.345Z","seconds":12.35}"""));
    }

    @Test
    void report_ofAJobWithoutRequests_hasNoRatio() throws IOException {
        JsonNode report = report(JobCounts.NONE, 2, 0, 2);

        assertThat(report.path("promptsPerRequest").decimalValue()).isZero();
        assertThat(report.path("prompts").path("skipped").asInt()).isZero();
    }

    private static JsonNode report(JobCounts counts, long total, long answered, long failed) throws IOException {
        Job job = new Job(4, "sub/a.txt", "search", "sub/a", State.WRITING, total, CLAIMED, true, false, counts);
        JobProgress progress =
                new JobProgress(4, "sub/a.txt", State.WRITING, total, answered, failed, counts.retries(), CLAIMED);
        return json(JobReport.of(job, progress, BatchShare.NONE, CLAIMED.plusMillis(12_345)));
    }

    private static JsonNode json(String text) throws IOException {
        return new ObjectMapper().readTree(text);
    }
}
