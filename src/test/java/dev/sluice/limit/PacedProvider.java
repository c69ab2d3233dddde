package dev.sluice.limit;

import java.time.Duration;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A provider's rate limiter in virtual time, written without a look at the simulated provider's. */
final class PacedProvider {
    /** How a limit is held. */
    enum Shape {
        SECOND_WINDOWS,
        SECOND_BUCKET,
        MINUTE_BUCKET
    }

    private static final double SECOND = 1e9;
    private final Shape shape;
    private final boolean strict;
    private double requestsPerMinute;
    private double tokensPerMinute;
    private double otherShare;
    private double counted = 1;
    private double atRandom;
    private final Random dice = new Random(5);
    private double requestLevel;
    private double tokenLevel;
    private long levelAt;
    private long window = Long.MIN_VALUE;
    int admitted;
    int refused;
    double tokensAdmitted;

    PacedProvider(Shape shape, double requestsPerMinute, double tokensPerMinute, boolean strict) {
        this.shape = shape;
        this.requestsPerMinute = requestsPerMinute;
        this.tokensPerMinute = tokensPerMinute;
        this.strict = strict;
        this.requestLevel = capacity(requestsPerMinute);
        this.tokenLevel = capacity(tokensPerMinute);
    }

    void changeTo(double newRequestsPerMinute, double newTokensPerMinute) {
        requestsPerMinute = newRequestsPerMinute;
        tokensPerMinute = newTokensPerMinute;
    }

    /** From now on somebody else takes this share of what there is, evenly. */
    void shareWithOther(double share) {
        otherShare = share;
    }

    /** From now on it takes this share of what its replies report. */
    void count(double share) {
        counted = share;
    }

    /** From now on it refuses this share of all requests, whatever the pace. */
    void refuseAtRandom(double share) {
        atRandom = share;
    }

    private double capacity(double perMinute) {
        return shape == Shape.MINUTE_BUCKET ? perMinute : Math.max(1, perMinute / 60);
    }

    private void refill(long now) {
        if (shape == Shape.SECOND_WINDOWS) {
            long current = (long) Math.floor(now / SECOND);
            if (current != window) {
                window = current;
                requestLevel = capacity(requestsPerMinute) * (1 - otherShare);
                tokenLevel = capacity(tokensPerMinute) * (1 - otherShare);
            }
            return;
        }
        double seconds = (now - levelAt) / SECOND;
        levelAt = now;
        double mine = 1 - otherShare;
        requestLevel = Math.min(capacity(requestsPerMinute), requestLevel + requestsPerMinute / 60 * seconds * mine);
        tokenLevel = Math.min(capacity(tokensPerMinute), tokenLevel + tokensPerMinute / 60 * seconds * mine);
    }

    /** Decides about a request, and tells what the headers would. */
    Decision decide(long now, long reported) {
        double tokens = reported * counted;
        refill(now);
        if (dice.nextDouble() < atRandom) {
            refused++;
            return decision(false, null, 0, now);
        }
        boolean enoughRequests = requestLevel >= 1 - 1e-9;
        boolean enoughTokens = tokenLevel >= Math.min(tokens, capacity(tokensPerMinute)) - 1e-9;
        if (enoughRequests && enoughTokens) {
            requestLevel -= 1;
            tokenLevel -= tokens;
            admitted++;
            tokensAdmitted += tokens;
            return decision(true, null, 0, now);
        }
        refused++;
        if (strict) {
            requestLevel = Math.max(0, requestLevel - 1);
        }
        double missing = enoughRequests
                ? (Math.min(tokens, capacity(tokensPerMinute)) - tokenLevel) / (tokensPerMinute / 60)
                : (1 - requestLevel) / (requestsPerMinute / 60);
        double wait = shape == Shape.SECOND_WINDOWS ? (window + 1) - now / SECOND : missing;
        Refusal.Counted scope = enoughRequests ? Refusal.Counted.TOKENS : Refusal.Counted.REQUESTS;
        return decision(false, scope, wait, now);
    }

    private Decision decision(boolean accepted, Refusal.@Nullable Counted scope, double wait, long now) {
        double reset = shape == Shape.SECOND_WINDOWS
                ? (window + 1) - now / SECOND
                : (capacity(tokensPerMinute) - tokenLevel) / (tokensPerMinute / 60);
        return new Decision(accepted, scope, wait, (long) requestLevel, (long) Math.max(0, tokenLevel), reset);
    }

    /** What became of a request. */
    record Decision(
            boolean accepted,
            Refusal.@Nullable Counted counted,
            double waitSeconds,
            long requestsLeft,
            long tokensLeft,
            double tokensReset) {}

    long requestLimit() {
        return (long) requestsPerMinute;
    }

    long tokenLimit() {
        return (long) tokensPerMinute;
    }

    static Duration seconds(double seconds) {
        return Duration.ofNanos((long) (seconds * SECOND));
    }

    static Random random() {
        return new Random(7);
    }
}
