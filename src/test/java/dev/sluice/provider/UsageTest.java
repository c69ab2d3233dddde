package dev.sluice.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class UsageTest {
    @Test
    void completions_form_isRead() {
        assertThat(of("{\"prompt_tokens\":9,\"completion_tokens\":3,\"total_tokens\":12,"
                        + "\"prompt_tokens_details\":{\"cached_tokens\":8}}"))
                .isEqualTo(new Usage(9, 3, 12, 8));
    }

    @Test
    void responses_form_isRead() {
        assertThat(of("{\"input_tokens\":9,\"output_tokens\":3,\"input_tokens_details\":{\"cached_tokens\":8}}"))
                .isEqualTo(new Usage(9, 3, 12, 8));
    }

    @Test
    void nonsense_isTakenAsNotTold() {
        assertThat(of("{\"prompt_tokens\":-9,\"completion_tokens\":\"3\",\"total_tokens\":99999999999999999999}"))
                .isEqualTo(Usage.NONE);
        assertThat(of("null").isNone()).isTrue();
        assertThat(of("7").isNone()).isTrue();
        assertThat(of("{\"prompt_tokens\":2,\"prompt_tokens_details\":{\"cached_tokens\":5}}"))
                .isEqualTo(new Usage(2, 0, 2, 2));
    }

    @Test
    void sum_ofTwo_addsEachCount() {
        assertThat(new Usage(1, 2, 3, 1).plus(new Usage(10, 20, 30, 10))).isEqualTo(new Usage(11, 22, 33, 11));
    }

    @Test
    void count_negative_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Usage(-1, 0, 0, 0));
    }

    private static Usage of(String json) {
        return Usage.of(Prompts.json(json));
    }
}
