package dev.sluice.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A provider that is down or whose account is closed: the gate shuts, and one request at a time looks whether it works. */
class OutageTest {
    private long nanos;
    private final RateLimitPool pool = new RateLimitPool(
            new RateLimitConfig("p", List.of("*"), null, null, null, null, null, false, Duration.ofSeconds(1), 64, 0),
            LearnedLimits.NONE,
            () -> nanos,
            Clock.systemUTC());

    @Test
    void fourFaults_changeNothing() {
        fault(send(), 4);

        assertThat(pool.tryReserve(1)).isPresent();
        assertThat(pool.longWait()).isEmpty();
    }

    @Test
    void fiveFaultsInARow_shutTheGateForASecond_thenOneProbes() {
        fault(send(), 5);

        assertThat(pool.tryReserve(1)).isEmpty();
        pass(Duration.ofMillis(1_101));
        Optional<Reservation> probe = pool.tryReserve(1);
        assertThat(probe).isPresent();
        assertThat(pool.tryReserve(1)).isEmpty();
        assertThat(pool.longWait()).contains("down");

        probe.orElseThrow().settle(1);

        assertThat(pool.tryReserve(1)).isPresent();
        assertThat(pool.tryReserve(1)).isPresent();
        assertThat(pool.longWait()).isEmpty();
    }

    @Test
    void probesThatFail_waitTwiceAsLongEachTime_aMinuteAtMost() {
        fault(send(), 5);
        for (int seconds : new int[] {1, 2, 4, 8, 16, 32, 60, 60}) {
            pass(Duration.ofSeconds(seconds).minusMillis(1));
            assertThat(pool.tryReserve(1)).isEmpty();
            pass(Duration.ofMillis(102));
            pool.faulted(pool.tryReserve(1).orElseThrow(), "down", null);
        }
    }

    @Test
    void requestsOfOneBurst_countOnce() {
        List<Reservation> burst = Stream.generate(this::send).limit(64).toList();
        nanos++;
        burst.forEach(reservation -> pool.faulted(reservation, "down", null));

        pass(Duration.ofMillis(1_101));

        assertThat(pool.tryReserve(1)).isPresent();
    }

    @Test
    void refusedContent_showsThatTheProviderWorks() {
        fault(send(), 5);
        pass(Duration.ofMillis(1_101));

        pool.rejected(pool.tryReserve(1).orElseThrow());

        assertThat(pool.tryReserve(1)).isPresent();
        assertThat(pool.tryReserve(1)).isPresent();
    }

    @Test
    void closedAccount_isProbedByOneRequestEveryFiveMinutes() {
        pool.block(send(), "no credit");

        pass(Duration.ofMinutes(5).minusSeconds(1));
        assertThat(pool.tryReserve(1)).isEmpty();
        pass(Duration.ofSeconds(2));
        Reservation probe = pool.tryReserve(1).orElseThrow();
        assertThat(pool.tryReserve(1)).isEmpty();
        pool.block(probe, "no credit");
        assertThat(pool.tryReserve(1)).isEmpty();
        pass(Duration.ofMinutes(6));
        pool.tryReserve(1).orElseThrow().settle(1);

        assertThat(pool.blockedBecause()).isEmpty();
        assertThat(pool.tryReserve(1)).isPresent();
    }

    @Test
    void probeWithoutAnyOutcome_isGivenUpForLost() {
        fault(send(), 5);
        pass(Duration.ofSeconds(2));
        send();

        pass(Duration.ofMinutes(15));

        assertThat(pool.tryReserve(1)).isPresent();
    }

    @Test
    void absurdWait_isCutToAQuarterOfAnHour_afterWhichOneProbes() {
        pool.refused(send(), new Refusal(null, null, null, false, Duration.ofHours(7), "come back later"));

        assertThat(pool.longWait()).contains("come back later");
        pass(Duration.ofMinutes(15).plusSeconds(1));
        assertThat(pool.tryReserve(1)).isPresent();
        assertThat(pool.tryReserve(1)).isEmpty();
    }

    private Reservation send() {
        return pool.tryReserve(1).orElseThrow();
    }

    private void fault(Reservation reservation, int times) {
        for (int i = 0; i < times; i++) {
            pool.faulted(reservation, "down", null);
        }
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
    }
}
