package dev.sluice.limit;

import dev.sluice.time.Ticker;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.local.SynchronizationStrategy;
import java.time.Duration;

/**
 * What one limit, such as the tokens a minute of a pool, has left: a Bucket4j bucket that refills evenly and holds a
 * burst. Something larger than the burst is let through when the bucket is full and repaid by those who come after.
 * Not thread-safe: its pool holds the lock.
 */
final class Budget {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private final long perMinute;
    private final long burst;
    private final Bucket bucket;

    Budget(long perMinute, Duration burstTime, Ticker ticker) {
        this.perMinute = perMinute;
        this.burst = Math.max(1, perMinute * burstTime.toMillis() / MINUTE.toMillis());
        this.bucket = Bucket.builder()
                .addLimit(Bandwidth.builder()
                        .capacity(burst)
                        .refillGreedy(perMinute, MINUTE)
                        .initialTokens(burst)
                        .build())
                .withCustomTimePrecision(new TickerMeter(ticker))
                .withSynchronizationStrategy(SynchronizationStrategy.NONE)
                .build();
    }

    /** Returns the limit that it was made for. */
    long perMinute() {
        return perMinute;
    }

    /** Returns how long it takes until this amount may be taken, 0 for now. */
    long nanosUntil(long amount) {
        long asked = Math.min(amount, burst);
        return asked <= 0 ? 0 : bucket.estimateAbilityToConsume(asked).getNanosToWaitForRefill();
    }

    /** Takes this amount, into debt where it is more than there is. */
    void take(long amount) {
        if (amount > 0) {
            bucket.consumeIgnoringRateLimits(amount);
        }
    }

    /** Puts back what was taken and not used. */
    void putBack(long amount) {
        if (amount > 0) {
            bucket.addTokens(amount);
        }
    }

    private record TickerMeter(Ticker ticker) implements TimeMeter {
        @Override
        public long currentTimeNanos() {
            return ticker.nanos();
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }
}
