package dev.sluice.usage;

/**
 * What was used, summed up. Immutable.
 *
 * @param name what it is the sum of: a user, a model, a profile or a day
 * @param requests requests that reached the provider; one that several users share counts for that of its first prompt
 * @param prompts prompts that the provider has worked on, one that it has worked on twice counted twice
 * @param inputTokens tokens of prompts, cached ones included
 * @param cachedTokens those of them that the provider had in its cache
 * @param outputTokens tokens of answers
 * @param costMicroUsd what they cost as far as prices are known, in millionths of a dollar
 * @param unpriced prompts whose price is unknown
 * @param rateLimited requests that a rate limit has refused
 * @param waitedMillis how long requests waited at the gates of their pools
 */
public record UsageSum(
        String name,
        long requests,
        long prompts,
        long inputTokens,
        long cachedTokens,
        long outputTokens,
        long costMicroUsd,
        long unpriced,
        long rateLimited,
        long waitedMillis) {

    /** Returns a sum of nothing. */
    public static UsageSum none(String name) {
        return new UsageSum(name, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    /** Returns the sum of both, under the name of this one. */
    public UsageSum plus(UsageSum other) {
        return new UsageSum(
                name,
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
