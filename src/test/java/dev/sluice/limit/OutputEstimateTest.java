package dev.sluice.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OutputEstimateTest {
    private static final int UNSTATED = -1;
    private final OutputEstimate estimate = new OutputEstimate();

    @Test
    void estimate_withoutSamples_isTheStatedMaximum() {
        assertThat(estimate.tokens("m", 700)).isEqualTo(700);
        assertThat(estimate.tokens("m", UNSTATED)).isEqualTo(256);
    }

    @Test
    void estimate_withTooFewSamples_isTheStatedMaximum() {
        IntStream.range(0, 19).forEach(i -> estimate.learn("m", 10));

        assertThat(estimate.tokens("m", 700)).isEqualTo(700);
    }

    @Test
    void estimate_withEnoughSamples_isTheirNinetiethPercentile() {
        IntStream.rangeClosed(1, 20).forEach(i -> estimate.learn("m", i * 10));

        assertThat(estimate.tokens("m", UNSTATED)).isEqualTo(190);
        assertThat(estimate.tokens("m", 700)).isEqualTo(190);
        assertThat(estimate.tokens("other", 700)).isEqualTo(700);
    }

    @Test
    void estimate_isNeverAboveTheStatedMaximum() {
        IntStream.range(0, 20).forEach(i -> estimate.learn("m", 500));

        assertThat(estimate.tokens("m", 100)).isEqualTo(100);
    }

    @Test
    void estimate_forgetsSamplesThatAreOld() {
        IntStream.range(0, 200).forEach(i -> estimate.learn("m", 1_000));
        IntStream.range(0, 200).forEach(i -> estimate.learn("m", 10));

        assertThat(estimate.tokens("m", UNSTATED)).isEqualTo(10);
    }
}
