package dev.sluice.camel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContextLimitTest {
    @TempDir
    private Path temporary;

    @Test
    void promptAndAnswerPassTheContext_promptFailsUnsentWithBothNumbers() {
        try (JobFixture job = new JobFixture(temporary, provider -> {})) {
            job.configure("profiles.yaml", "default: {endpoint: completions, model: text-ada-001}")
                    .drop(
                            "a.jsonl",
                            "{\"prompt\":\"short\",\"max_tokens\":2047}\n"
                                    + "{\"prompt\":\"short\",\"max_tokens\":2048}\n" + "not json\n")
                    .run();

            JsonNode failed = job.results("a").get(1).path("error");
            assertThat(job.texts("a").get(0)).isEqualTo("echo: short");
            assertThat(failed.path("code").asText()).isEqualTo("context_length_exceeded");
            assertThat(failed.path("message").asText())
                    .isEqualTo("inbox/a.jsonl:2: the prompt and its longest answer must fit the model's context:"
                            + " prompt-tokens=1 max-output-tokens=2048 context-tokens=2048 model=text-ada-001");
            assertThat(job.results("a").get(2).at("/error/code").asText()).isEqualTo("unreadable_line");
            assertThat(job.lines("a.errors.jsonl"))
                    .containsExactly("{\"prompt\":\"short\",\"max_tokens\":2048}", "not json");
            assertThat(job.seen().promptsAsked()).isEqualTo(1);
            assertThat(job.report("a").path("prompts"))
                    .isEqualTo(JobFixture.json("{\"in\":3,\"answered\":1,\"failed\":2,\"skipped\":0}"));
        }
    }
}
