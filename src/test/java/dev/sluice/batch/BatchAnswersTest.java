package dev.sluice.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.job.Result;
import dev.sluice.usage.Asker;
import dev.sluice.usage.RequestUse;
import dev.sluice.usage.Service;
import dev.sluice.usage.UsedTokens;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchAnswersTest {
    private static final String BODY =
            "{\"id\":\"c\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"Grüße\"},"
                    + "\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":1.0e0,\"total_tokens\":6}}";

    private final List<RequestUse> uses = new ArrayList<>();
    private final Batch batch = TestBatches.batch(1, Batch.State.ENDED, 4, 40);
    private final BatchAnswers answers = new BatchAnswers(
            batch,
            2,
            Clock.systemUTC(),
            new BatchUses(batch, index -> new Asker("user " + index, "p"), uses::add, Clock.systemUTC()));

    private Optional<Result> line(String line) {
        return answers.result(line.getBytes(StandardCharsets.UTF_8));
    }

    private static String answer(String customId, String body) {
        return "{\"id\":\"br\",\"custom_id\":\"" + customId
                + "\",\"response\":{\"status_code\":200,\"request_id\":\"r9\",\"body\":" + body + "},\"error\":null}";
    }

    private BitSet left() {
        return Optional.ofNullable(answers.collected().brought().leftOver()).orElseThrow();
    }

    @Test
    void answer_becomesTheResultOfItsPromptAsItStands() {
        Result result = line(answer("7-2", BODY)).orElseThrow();

        assertThat(result).isInstanceOfSatisfying(Result.Answered.class, answered -> {
            assertThat(answered.index()).isEqualTo(2);
            assertThat(answered.attempts()).isEqualTo(2);
            assertThat(answered.requestId()).isEqualTo("r9");
            assertThat(answered.body()).isEqualTo(BODY);
        });
        assertThat(left().stream().boxed()).containsExactly(0, 1, 3);
        assertThat(answers.collected().brought().answered()).isEqualTo(1);
        assertThat(answers.collected().brought().inputTokens()).isEqualTo(5);
    }

    @Test
    void answer_isUsedAtHalfThePrice_onTheAccountOfItsPrompt() {
        line(answer("7-2", BODY));
        line(answer("7-2", BODY));

        assertThat(uses).singleElement().satisfies(use -> {
            assertThat(use.service()).isEqualTo(Service.BATCH);
            assertThat(use.pool()).isEqualTo("default/batch");
            assertThat(use.first()).isEqualTo(new Asker("user 2", "p"));
            assertThat(use.tokens()).isEqualTo(new UsedTokens(5, 0, 1));
        });
    }

    @Test
    void secondLineForAPrompt_isNoticedAndDropped() {
        line(answer("7-2", BODY));

        assertThat(line(answer("7-2", BODY.replace("Grüße", "other")))).isEmpty();
        assertThat(answers.repeated()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"8-0", "7-4", "7-9999999999", "mine", ""})
    void lineOfNoPromptOfTheBatch_isNoticedAndDropped(String customId) {
        assertThat(line(answer(customId, BODY))).isEmpty();
        assertThat(answers.unknown()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"custom_id\":\"7-1\",\"response\":null,\"error\":{\"code\":\"batch_expired\",\"message\":\"late\"}}",
                "{\"custom_id\":\"7-1\",\"response\":{\"status_code\":500,\"body\":{\"error\":{\"message\":\"x\"}}}}",
                "{\"custom_id\":\"7-1\",\"response\":{\"status_code\":429,\"body\":{\"error\":{\"message\":\"x\"}}}}",
                "{\"custom_id\":\"7-1\",\"response\":{\"status_code\":200,\"body\":{\"choices\":[]}}}",
                "{\"custom_id\":\"7-1\",\"response\":{\"status_code\":200,\"body\":null}}",
                "{\"custom_id\":\"7-1\"}",
                "{\"custom_id\":\"7-1\",",
                "null"
            })
    void faultThatMayPass_leavesThePromptOver(String line) {
        assertThat(line(line)).isEmpty();
        assertThat(left().get(1)).isTrue();
    }

    @Test
    void refusedContent_failsThePromptWithItsCode() {
        Result result =
                line("{\"custom_id\":\"7-1\",\"response\":{\"status_code\":400,\"request_id\":\"r\",\"body\":{\"error\":"
                                + "{\"message\":\"too long\",\"code\":\"context_length_exceeded\"}}},\"error\":null}")
                        .orElseThrow();

        assertThat(result).isInstanceOfSatisfying(Result.Failed.class, failed -> {
            assertThat(failed.code()).isEqualTo("context_length_exceeded");
            assertThat(failed.message()).isEqualTo("too long");
        });
        assertThat(left().get(1)).isFalse();
    }
}
