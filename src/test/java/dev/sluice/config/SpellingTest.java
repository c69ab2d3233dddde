package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingTest {
    @ParameterizedTest
    @CsvSource({
        "model, model, 0",
        "modle, model, 1",
        "mdel, model, 1",
        "Models, model, 1",
        "'', model, 5",
        "abc, xyz, 3"
    })
    void distance_countsInsertDeleteReplaceAndSwap(String left, String right, int distance) {
        assertThat(Spelling.distance(left, right)).isEqualTo(distance);
        assertThat(Spelling.distance(right, left)).isEqualTo(distance);
    }

    @ParameterizedTest
    @CsvSource({
        "sluice.inbox.polmillis, sluice.inbox.poll-millis",
        "sluice.provider.baseUrl, sluice.provider.base-url",
        "sluice.provider.api_key, sluice.provider.api-key",
        "jobs.concurrent, sluice.jobs.concurrent",
        "sluice.limit, sluice.limits"
    })
    void hint_nearKey_isNamed(String wrong, String right) {
        assertThat(Spelling.hint(wrong, Setting.keys())).isEqualTo("; did you mean " + right + "?");
    }

    @ParameterizedTest
    @CsvSource({"server.port", "sluice.colour", "a", "sluice.retry.everything"})
    void hint_nothingNear_saysNothing(String wrong) {
        assertThat(Spelling.hint(wrong, Setting.keys())).isEmpty();
    }

    @Test
    void hint_endlessWord_isTooFarFromAnything() {
        assertThat(Spelling.hint("x".repeat(1_000_000), Setting.keys())).isEmpty();
    }

    @Test
    void hint_nothingKnown_saysNothing() {
        assertThat(Spelling.hint("a", List.of())).isEmpty();
    }
}
