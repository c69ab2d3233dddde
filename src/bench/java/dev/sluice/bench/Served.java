package dev.sluice.bench;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What was served, as the provider or the ledger has it.
 *
 * @param requests requests that the model has worked on
 * @param input tokens of prompts, cached ones included
 * @param cached tokens of prompts that came from the cache
 * @param output tokens of answers
 */
record Served(long requests, long input, long cached, long output) {
    static final Served NOTHING = new Served(0, 0, 0, 0);

    /** Returns what a result of the provider's usage endpoints tells. */
    static Served of(JsonNode result) {
        return new Served(
                result.path("num_model_requests").asLong(),
                result.path("input_tokens").asLong(),
                result.path("input_cached_tokens").asLong(),
                result.path("output_tokens").asLong());
    }

    Served plus(Served other) {
        return new Served(requests + other.requests, input + other.input, cached + other.cached, output + other.output);
    }

    Served minus(Served other) {
        return new Served(requests - other.requests, input - other.input, cached - other.cached, output - other.output);
    }

    long tokens() {
        return input + output;
    }

    /** Returns whether none of the numbers is below 0. */
    boolean isPossible() {
        return requests >= 0 && input >= 0 && cached >= 0 && output >= 0;
    }
}
