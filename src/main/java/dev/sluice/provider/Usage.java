package dev.sluice.provider;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The tokens that a provider counted for a request, or one prompt's share of them. Immutable.
 *
 * @param promptTokens tokens of the prompts, cached ones included
 * @param completionTokens tokens of the answers, images included; 0 for embeddings and moderations
 * @param totalTokens the provider's own sum, which may hold more than the other two
 * @param cachedTokens those of the prompt tokens that came from the provider's cache
 */
public record Usage(long promptTokens, long completionTokens, long totalTokens, long cachedTokens) {
    /** No count at all: the reply named none. */
    public static final Usage NONE = new Usage(0, 0, 0, 0);

    private static final long IMPLAUSIBLE = 1_000_000_000L;

    /** Checks that no count is negative. */
    public Usage {
        if (promptTokens < 0 || completionTokens < 0 || totalTokens < 0 || cachedTokens < 0) {
            throw new IllegalArgumentException("usage must be >= 0: promptTokens=" + promptTokens + " completionTokens="
                    + completionTokens + " totalTokens=" + totalTokens + " cachedTokens=" + cachedTokens);
        }
    }

    /**
     * Reads a {@code usage} object of either API: {@code prompt_tokens} and {@code completion_tokens}, or the Responses
     * API's {@code input_tokens} and {@code output_tokens}. A count that is missing, negative, no number or above a
     * thousand million is taken as 0, a missing total as the sum.
     */
    public static Usage of(JsonNode usage) {
        long prompt = count(usage, "prompt_tokens", "input_tokens");
        long completion = count(usage, "completion_tokens", "output_tokens");
        long total = count(usage, "total_tokens", "total_tokens");
        JsonNode details = usage.path("prompt_tokens_details");
        JsonNode inputDetails = usage.path("input_tokens_details");
        long cached = count(details.isObject() ? details : inputDetails, "cached_tokens", "cached_tokens");
        return new Usage(prompt, completion, total == 0 ? prompt + completion : total, Math.min(cached, prompt));
    }

    /** Returns the {@code service_tier} that a reply names, or empty. */
    static String tierOf(JsonNode reply) {
        return reply.path("service_tier").asText("");
    }

    /** Returns whether the provider named no count, so that an estimate is the best there is. */
    public boolean isNone() {
        return equals(NONE);
    }

    /** Returns the sum of two usages. */
    public Usage plus(Usage other) {
        return new Usage(
                promptTokens + other.promptTokens,
                completionTokens + other.completionTokens,
                totalTokens + other.totalTokens,
                cachedTokens + other.cachedTokens);
    }

    private static long count(JsonNode usage, String name, String otherName) {
        JsonNode value = usage.has(name) ? usage.path(name) : usage.path(otherName);
        long count = value.isNumber() && value.canConvertToLong() ? value.longValue() : 0;
        return count < 0 || count > IMPLAUSIBLE ? 0 : count;
    }
}
