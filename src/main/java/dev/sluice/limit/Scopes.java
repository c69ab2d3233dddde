package dev.sluice.limit;

import dev.sluice.time.Ticker;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * All that the limits of a pool count. A request takes of all scopes at once, and what it took of each is settled or given
 * back together. Not thread-safe: its pool holds the lock.
 */
final class Scopes {
    private final Scope requests;
    private final Scope tokens;
    private final Scope images;

    Scopes(RateLimitConfig config, LearnedLimits learned, Ticker ticker, Clock clock) {
        requests = new Scope(config, true, config.requestsPerDay(), ticker, clock);
        tokens = new Scope(config, false, config.tokensPerDay(), ticker, clock);
        images = new Scope(config, false, null, ticker, clock);
        if (config.auto() || config.requestsPerMinute() != null) {
            requests.open(config.requestsPerMinute(), learned.requestsPerMinute());
        }
        if (config.tokensPerMinute() != null || (config.auto() && learned.tokensPerMinute() != null)) {
            tokens.open(config.tokensPerMinute(), learned.tokensPerMinute());
        }
        if (config.imagesPerMinute() != null || (config.auto() && learned.imagesPerMinute() != null)) {
            images.open(config.imagesPerMinute(), learned.imagesPerMinute());
        }
        requests.restoreDay(learned.day(), learned.requestsOfDay());
        tokens.restoreDay(learned.day(), learned.tokensOfDay());
    }

    Scope requests() {
        return requests;
    }

    Scope tokens() {
        return tokens;
    }

    Scope images() {
        return images;
    }

    /** Returns the scope that a refusal is about: requests where it doesn't say. */
    Scope of(Refusal refusal) {
        Refusal.Counted counted = refusal.counted();
        if (counted == null) {
            return requests;
        }
        return switch (counted) {
            case REQUESTS -> requests;
            case TOKENS -> tokens;
            case IMAGES -> images;
        };
    }

    /** Returns how long it takes until a request of this cost may be sent, 0 for now. */
    long nanosUntil(Cost cost) {
        long ofRequests = requests.nanosUntil(1);
        return Math.max(ofRequests, Math.max(tokens.nanosUntil(cost.tokens()), images.nanosUntil(cost.images())));
    }

    /** Returns how long it takes until the limits of the day have room for a request of this cost, 0 for now. */
    long nanosUntilDay(Cost cost) {
        long ofRequests = requests.nanosUntilDay(1);
        return Math.max(ofRequests, Math.max(tokens.nanosUntilDay(cost.tokens()), images.nanosUntilDay(cost.images())));
    }

    /** Returns why a request of this cost can never be sent, in a sentence, or null. */
    @Nullable
    String problem(Cost cost) {
        String ofTokens = tokens.problem("tokens", cost.tokens());
        return ofTokens == null ? images.problem("images", cost.images()) : ofTokens;
    }

    /** Takes a request of this cost at this moment. */
    void take(Cost cost, long now) {
        requests.take(1, now);
        images.take(cost.images(), now);
        tokens.take(cost.tokens(), now);
    }

    /** Hears that a request was accepted, of whose tokens this many count. */
    void accepted(Reservation reservation, long usedTokens, long latency) {
        long sentAt = reservation.sentAt();
        tokens.settle(reservation, reservation.tokens(), usedTokens);
        requests.accepted(1, sentAt, latency);
        tokens.accepted(usedTokens, sentAt, latency);
        images.accepted(reservation.cost().images(), sentAt, latency);
    }

    /** Gives back what a request took, except the request itself. */
    void refund(Reservation reservation) {
        tokens.settle(reservation, reservation.tokens(), 0);
        images.settle(reservation, reservation.cost().images(), 0);
    }

    boolean isDayUsedUp() {
        return requests.isDayUsedUp() || tokens.isDayUsedUp() || images.isDayUsedUp();
    }
}
