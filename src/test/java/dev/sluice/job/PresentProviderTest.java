package dev.sluice.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PresentProviderTest {
    private final PresentProvider real = PresentProvider.of("https://a/v1", false);
    private final PresentProvider simulated = PresentProvider.of("http://127.0.0.1:1/v1", true);

    @Test
    void workOfTheSameProvider_isOurs() {
        assertThat(real.isForeign(real.name())).isFalse();
        assertThat(simulated.isGone(simulated.name())).isFalse();
    }

    @Test
    void workOfAnotherProvider_waitsForIt() {
        assertThat(simulated.isForeign(real.name())).isTrue();
        assertThat(simulated.isGone(real.name())).isFalse();
    }

    @Test
    void workOfAnEarlierSimulatedProvider_isGone() {
        assertThat(real.isGone(simulated.name())).isTrue();
        assertThat(real.isForeign("http://127.0.0.1:1/v1"))
                .as("a real one at the same address is another one")
                .isTrue();
    }
}
