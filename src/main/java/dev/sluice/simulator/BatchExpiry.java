package dev.sluice.simulator;

import org.jspecify.annotations.Nullable;

/**
 * Which batches expire, and how much of them is done by then. Compared by identity: setting an equal one begins to count
 * anew. Immutable.
 */
public final class BatchExpiry {
    private final double share;
    private final long skip;
    private final @Nullable Long times;

    private BatchExpiry(double share, long skip, @Nullable Long times) {
        if (!(share >= 0 && share <= 1) || skip < 0 || (times != null && times < 0)) {
            throw new IllegalArgumentException("batch-expire must be 0 to 1 with skip and times >= 0: value=" + share
                    + ",skip=" + skip + (times == null ? "" : ",times=" + times));
        }
        this.share = share;
        this.skip = skip;
        this.times = times;
    }

    /** Returns the expiry of every batch with a share of its lines done, 0 to 1. */
    public static BatchExpiry at(double share) {
        return new BatchExpiry(share, 0, null);
    }

    /** Returns this, passing by the first batches. */
    public BatchExpiry skip(long value) {
        return new BatchExpiry(share, value, times);
    }

    /** Returns this, for so many batches. */
    public BatchExpiry times(long value) {
        return new BatchExpiry(share, skip, value);
    }

    /**
     * Returns what a text means: a share, and how many batches are skipped and how many expire, for example
     * {@code 0.4}, {@code 0.4,times=1} or {@code 0,skip=1,times=2}.
     *
     * @throws IllegalArgumentException for any other text
     */
    public static BatchExpiry parse(String text) {
        String[] parts = text.split(",", -1);
        BatchExpiry expiry = at(Double.parseDouble(parts[0].strip()));
        for (int i = 1; i < parts.length; i++) {
            String[] pair = parts[i].strip().split("=", 2);
            expiry = switch (pair[0] + (pair.length == 2 ? "=" : "")) {
                case "skip=" -> expiry.skip(Long.parseLong(pair[1]));
                case "times=" -> expiry.times(Long.parseLong(pair[1]));
                default -> throw new IllegalArgumentException("batch-expire has skip and times: value=" + parts[i]);
            };
        }
        return expiry;
    }

    double share() {
        return share;
    }

    /** Returns whether it holds for a batch; {@code ordinal} counts from 1 since this was set. */
    boolean holdsFor(long ordinal) {
        return ordinal > skip && (times == null || ordinal - skip <= times);
    }

    @Override
    public String toString() {
        return share + ",skip=" + skip + (times == null ? "" : ",times=" + times);
    }
}
