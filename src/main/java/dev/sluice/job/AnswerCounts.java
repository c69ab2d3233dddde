package dev.sluice.job;

/**
 * How many lines were answered, failed, and were left without a result.
 *
 * @param answered lines with an answer
 * @param failed lines that failed, unusable ones included
 * @param skipped lines without a result
 */
public record AnswerCounts(long answered, long failed, long skipped) {
    /** Returns how many lines there are. */
    public long total() {
        return answered + failed + skipped;
    }
}
