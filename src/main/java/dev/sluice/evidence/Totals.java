package dev.sluice.evidence;

/**
 * What was used in some days. Immutable.
 *
 * @param requests requests
 * @param prompts prompts, of which a request may have several
 * @param inputTokens tokens of prompts, the cached ones among them
 * @param cachedTokens tokens of prompts that the provider had in its cache
 * @param outputTokens tokens of answers
 * @param costMicroUsd what was reckoned to have been billed, in millionths of a USD
 * @param unpriced prompts without a price
 * @param rateLimited replies that refused for the limit (429)
 * @param waitedMillis how long requests waited for the limit; each of several that wait at once counts
 */
public record Totals(
        long requests,
        long prompts,
        long inputTokens,
        long cachedTokens,
        long outputTokens,
        long costMicroUsd,
        long unpriced,
        long rateLimited,
        long waitedMillis) {
    /** Nothing was used. */
    static final Totals NONE = new Totals(0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** Returns the tokens of prompts and answers. */
    public long tokens() {
        return inputTokens + outputTokens;
    }

    Totals plus(Totals other) {
        return new Totals(
                requests + other.requests,
                prompts + other.prompts,
                inputTokens + other.inputTokens,
                cachedTokens + other.cachedTokens,
                outputTokens + other.outputTokens,
                costMicroUsd + other.costMicroUsd,
                unpriced + other.unpriced,
                rateLimited + other.rateLimited,
                waitedMillis + other.waitedMillis);
    }
}
