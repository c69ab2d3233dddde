package dev.sluice.camel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.simulator.Fault;
import dev.sluice.simulator.RetryAfterForm;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A prompt waits out the provider's rate limit, however often it is refused; refusals are no attempts. */
class RateLimitedProviderTest {
    private static final int REFUSALS = 2;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(names = {"MILLIS", "NONE"})
    void refusals_moreThanThereAreAttempts_costNoPrompt(RetryAfterForm form) {
        try (SluiceFixture sluice = SluiceFixture.in(folder)
                .set("sluice.retry.attempts", 1)
                .provider(options -> options.retryAfter(form))
                .faults(Fault.parse("429:rate_limit_exceeded,duration=5ms").times(REFUSALS))
                .start()) {
            sluice.drop("a.txt", "hello");

            Output output = sluice.output("a");

            assertThat(output.texts()).containsExactly("echo: hello");
            assertThat(output.report().path("rateLimited").asInt()).isEqualTo(REFUSALS);
            assertThat(output.report().path("retries").asInt()).isZero();
            assertThat(output.report().path("requests").asInt()).isEqualTo(REFUSALS + 1);
            assertThat(sluice.stats().requests()).isEqualTo(REFUSALS + 1);
        }
    }
}
