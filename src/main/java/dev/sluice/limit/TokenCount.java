package dev.sluice.limit;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How many tokens the provider counts for a request, learned from what refusals, headers and replies tell. Not
 * thread-safe: its pool holds the lock.
 */
final class TokenCount {
    /** A provider that counts so many times what is used in the end counts what is asked for, and keeps it. */
    private static final long MUCH_MORE = 3;

    private final Charge charge = new Charge();
    private long usedPermille = 1_000;
    private long countedPermille = 1_000;
    private boolean givesNothingBack;

    /** Returns what is to be reserved for a request that is expected to have so many tokens. */
    long toReserve(long expectedTokens, @Nullable Long largest) {
        long counted = charge.of(expectedTokens * countedPermille / 1_000);
        return largest == null ? counted : Math.min(counted, largest);
    }

    /** Returns what part of the tokens that a request is expected to have is counted in the end, in thousandths. */
    long usedOfExpected() {
        return Math.max(1, usedPermille * charge.of(countedPermille) / 1_000);
    }

    /** Learns from a reply that reports its tokens, and returns how many of them count. */
    long accepted(Reservation reservation, long reportedTokens, @Nullable Long knownLimit) {
        learnCharge(reservation, reportedTokens, knownLimit);
        long reported = charge.ofReported(reportedTokens);
        long used = givesNothingBack ? Math.max(reported, reservation.tokens()) : reported;
        learnUse(reservation.tokens(), used);
        return used;
    }

    /** The provider's own count of a request that it refused corrects what is reserved for those to come. */
    void refused(long reserved, Refusal refusal) {
        Long requested = refusal.requested();
        if (requested != null && reserved > 0 && refusal.counted() == Refusal.Counted.TOKENS) {
            givesNothingBack |= requested > MUCH_MORE * reserved * usedPermille / 1_000;
            long permille = countedPermille * requested / reserved;
            countedPermille += (Math.max(500, Math.min(4_000, permille)) - countedPermille) / 2;
        }
        if (refusal.counted() == null || refusal.counted() == Refusal.Counted.TOKENS) {
            charge.distrust();
        }
    }

    private void learnCharge(Reservation reservation, long reportedTokens, @Nullable Long knownLimit) {
        Observed seen = reservation.seen();
        Long limit = seen.limit() == null ? knownLimit : seen.limit();
        Long remaining = seen.remaining();
        Duration reset = seen.reset();
        if (limit != null && remaining != null && reset != null && !seen.perDay()) {
            charge.observe(new Charge.Seen(
                    reservation.place(), reservation.sentAt(), limit, remaining, reset.toNanos(), reportedTokens));
        }
    }

    /** Learns what part of the reserved tokens requests really use, so that their size can be aimed at the real use. */
    private void learnUse(long reserved, long used) {
        if (reserved > 0) {
            long permille = Math.max(250, Math.min(2_000, used * 1_000 / reserved));
            usedPermille += (permille - usedPermille) / 4;
        }
    }
}
