package dev.sluice.polled;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.prompt.RunRule.Start;
import java.time.Duration;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What runs cost and how long they take, in virtual time against a strict limit. */
class RunPlanningTest {
    private static Supplier<Duration> always(long seconds) {
        return () -> Duration.ofSeconds(seconds);
    }

    private static Supplier<Duration> lognormal(double median, double sigma, long seed) {
        Random random = new Random(seed);
        return () -> Duration.ofMillis((long) (1_000 * median * Math.exp(sigma * random.nextGaussian())));
    }

    @ParameterizedTest
    @CsvSource({"RESPONSE, 4, 10", "ASSISTANT, 6, 10", "RESPONSE, 4, 1", "RESPONSE, 4, 45", "ASSISTANT, 6, 90"})
    void threeRequestsAMinute_tenFiles_costFewRequestsAndNoRefusal(
            Start start, int mostOfAFile, long seconds, TestReporter figures) {
        PlannedRuns runs = new PlannedRuns(start, 3, always(seconds), false);

        Duration took = runs.run(10);

        System.out.println(start + " " + seconds + " requests=" + runs.requests + " polls=" + runs.polls + " took="
                + took + " optimum=" + runs.optimum());
        assertThat(runs.refused).isZero();
        assertThat(runs.requests).isLessThanOrEqualTo(10 * mostOfAFile);
        // The last run can't be asked after before it is done.
        Duration last = seconds > 20 ? Duration.ofSeconds(seconds) : Duration.ZERO;
        assertThat(took)
                .isLessThanOrEqualTo(
                        runs.optimum().multipliedBy(11).dividedBy(10).plus(last));
    }

    @ParameterizedTest
    @CsvSource({
        "0.3, true, 1",
        "0.3, false, 1",
        "0.6, true, 1",
        "0.6, false, 1",
        "0.6, true, 2",
        "0.6, false, 2",
        "1.0, true, 1",
        "1.0, false, 1"
    })
    void sixHundredRequestsAMinute_lognormalRuns_areAskedAfterSeldom(
            double sigma, boolean tellsTimes, long seed, TestReporter figures) {
        PlannedRuns runs = new PlannedRuns(Start.RESPONSE, 600, lognormal(8, sigma, seed), tellsTimes);

        Duration took = runs.run(2_000);

        figures.publishEntry(
                "600 RPM, sigma " + sigma + (tellsTimes ? ", times told" : ""),
                "polls=" + runs.polls / 2_000.0 + " time=" + took + " ideal=" + runs.ideal(2_000) + " most in progress="
                        + runs.mostInProgress);
        assertThat(runs.refused).isZero();
        assertThat(runs.polls).isLessThanOrEqualTo(4_000);
        assertThat(took).isLessThanOrEqualTo(runs.ideal(2_000).multipliedBy(115).dividedBy(100));
    }
}
