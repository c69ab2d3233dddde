package dev.sluice.limit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SpendingTest {
    private final Spending spending = new Spending();

    @Test
    void corrected_requestCountsForThoseBeforeItAndNotForThoseAfter() {
        spending.take(10);
        spending.take(20);
        spending.take(30);
        spending.correct(2, 5);

        assertThat(spending.since(1)).isEqualTo(55);
        assertThat(spending.since(2)).isEqualTo(30);
        assertThat(spending.since(3)).isZero();
    }

    @Test
    void longAgo_onlyTheLatestRequestsAreKnown() {
        for (int request = 0; request < 5_000; request++) {
            spending.take(1);
        }
        spending.correct(1, 7);

        assertThat(spending.since(4_990)).isEqualTo(10);
        assertThat(spending.since(1)).isEqualTo(1_023);
    }
}
