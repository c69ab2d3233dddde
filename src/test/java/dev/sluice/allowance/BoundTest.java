package dev.sluice.allowance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BoundTest {
    @Test
    void cost_exceeded_isToldInDollars_asUsersWriteIt() {
        assertThat(new Bound(null, null, 10_000L).exceededBy(new Amount(1, 1, 10_004)))
                .contains("cost=0.010004 of 0.01 USD");
        assertThat(new Bound(null, null, 20_000_000L).exceededBy(new Amount(1, 1, 100_000_000)))
                .contains("cost=100 of 20 USD");
    }

    @Test
    void amount_withinTheBound_exceedsNothing() {
        assertThat(new Bound(1L, 2L, 3L).exceededBy(new Amount(1, 2, 3))).isEmpty();
    }

    @Test
    void requestsAndTokens_exceeded_areToldAsTheyAre() {
        assertThat(new Bound(1L, 2L, 3L).exceededBy(new Amount(2, 2, 3))).contains("requests=2 of 1");
        assertThat(new Bound(1L, 2L, 3L).exceededBy(new Amount(1, 3, 3))).contains("tokens=3 of 2");
    }
}
