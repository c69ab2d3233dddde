package dev.sluice.limit;

import dev.sluice.time.Ticker;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.TokensInheritanceStrategy;
import io.github.bucket4j.local.SynchronizationStrategy;
import java.time.Duration;

/**
 * What one limit has left: a Bucket4j bucket that refills evenly and holds a tenth of a burst, enough to catch up after
 * a late wake-up and too little to be seen as a rush. An amount larger than that is let through when the bucket is full
 * and repaid by those who come after. Not thread-safe: its pool holds the lock.
 */
final class Budget {
    /** A hundredth longer than a minute: providers count in windows of their own, whose edges jitter blurs. */
    private static final Duration MINUTE = Duration.ofMillis(60_600);

    private static final int CATCH_UP = 10;
    /** Bucket4j takes at most one a nanosecond; nobody gets near it. */
    private static final long FASTEST = 50_000_000_000L;

    private final Duration burst;
    private final Bucket bucket;
    private long perMinute;

    Budget(long perMinute, Duration burst, Ticker ticker) {
        this.burst = burst;
        this.perMinute = perMinute;
        this.bucket = Bucket.builder()
                .addLimit(bandwidth(perMinute))
                .withCustomTimePrecision(new TickerMeter(ticker))
                .withSynchronizationStrategy(SynchronizationStrategy.NONE)
                .build();
    }

    long perMinute() {
        return perMinute;
    }

    /** Refills at another rate from now on. */
    void refillAt(long newPerMinute) {
        if (newPerMinute != perMinute) {
            perMinute = newPerMinute;
            BucketConfiguration configuration = BucketConfiguration.builder()
                    .addLimit(bandwidth(newPerMinute))
                    .build();
            bucket.replaceConfiguration(configuration, TokensInheritanceStrategy.AS_IS);
        }
    }

    /** Returns how long it takes until this amount may be taken, 0 for now. */
    long nanosUntil(long amount) {
        long asked = Math.min(amount, capacity(perMinute));
        return asked <= 0 ? 0 : bucket.estimateAbilityToConsume(asked).getNanosToWaitForRefill();
    }

    /** Takes this amount, into debt where it is more than there is. */
    void take(long amount) {
        if (amount > 0) {
            bucket.consumeIgnoringRateLimits(amount);
        }
    }

    /** Puts back what was taken and not used; no more than the bucket holds by itself, unless it was filled above that. */
    void putBack(long amount) {
        if (amount > 0 && bucket.getAvailableTokens() > capacity(perMinute)) {
            bucket.forceAddTokens(amount);
        } else if (amount > 0) {
            bucket.addTokens(amount);
        }
    }

    long available() {
        return bucket.getAvailableTokens();
    }

    /** Fills up to a level that may be above what the bucket holds by itself. */
    void raiseTo(long level) {
        long missing = level - bucket.getAvailableTokens();
        if (missing > 0) {
            bucket.forceAddTokens(missing);
        }
    }

    /** Lowers what is left to a level, which is a debt where it is below 0. */
    void lowerTo(long level) {
        take(bucket.getAvailableTokens() - level);
    }

    /** Takes away what is left; a debt stays. */
    void empty() {
        long left = bucket.getAvailableTokens();
        if (left > 0) {
            bucket.consumeIgnoringRateLimits(left);
        }
    }

    private Bandwidth bandwidth(long rate) {
        return Bandwidth.builder()
                .capacity(capacity(rate))
                .refillGreedy(Math.min(rate, FASTEST), MINUTE)
                .initialTokens(1)
                .build();
    }

    private long capacity(long rate) {
        return Math.max(1, rate * burst.toMillis() / (MINUTE.toMillis() * CATCH_UP));
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
