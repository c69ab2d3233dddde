package dev.sluice.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateLimitConfigTest {
    @ParameterizedTest
    @CsvSource({"gpt-4, 2147483647", "gpt-4o, 5", "gpt-4o-mini, 11", "gpt-4o-mini-2024, 11", "gpt-5, -1", "'', -1"})
    void specificity_isThatOfTheClosestPattern(String model, int expected) {
        assertThat(limits("gpt-4*", "gpt-4o-mini*", "gpt-4").specificityFor(model))
                .isEqualTo(expected);
    }

    @Test
    void star_holdsForAllModels_butLeastClosely() {
        assertThat(limits("*").specificityFor("anything")).isZero();
    }

    @Test
    void limitsWithoutNumbers_areToBeFoundOut() {
        assertThat(limits("*").auto()).isTrue();
        assertThat(new RateLimitConfig("a", List.of("*"), 60L, null, 1).auto()).isFalse();
    }

    private static RateLimitConfig limits(String... models) {
        return new RateLimitConfig("a", List.of(models), null, null, 1);
    }
}
