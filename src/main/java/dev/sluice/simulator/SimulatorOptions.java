package dev.sluice.simulator;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the simulated provider is like. Immutable; made by {@link #builder()} or read from text by {@link #parse}.
 *
 * @param port the loopback port, or 0 for any free one; cannot be changed while it runs
 * @param seed the seed of all chance: shuffling, latency and faults of the n-th request are the same in every run
 * @param latency how long an answer takes
 * @param limits the limits by model name, by prefix that ends in {@code *}, or {@code *} for all others; models under
 *     one key share them
 * @param enforcement how the limits are held
 * @param headers which rate-limit headers are sent
 * @param errors how errors are worded
 * @param retryAfter how a 429 says when to come back
 * @param models the models that exist, or empty where any does
 * @param keys the keys that are accepted, or empty where none is asked for
 * @param faults what goes wrong on purpose; the first that applies to a request happens to it
 * @param poison a text that makes every request which contains it fail with 400, or null
 * @param contextTokens the most tokens of prompt and answer together
 * @param maxList the most prompts or inputs in one request
 * @param embeddingDimensions the length of embeddings where the request names none
 * @param batch what the Batch API is like
 * @param runs what background responses and runs of assistants are like
 * @param organization what the usage and costs endpoints are like
 * @param recording whether prompts and requests are remembered for the statistics; off for benchmarks
 * @param tokenCounter how tokens are counted
 * @param answerRule what is answered
 */
public record SimulatorOptions(
        int port,
        long seed,
        Latency latency,
        Map<String, Limits> limits,
        Enforcement enforcement,
        HeaderForm headers,
        ErrorForm errors,
        RetryAfterForm retryAfter,
        Set<String> models,
        Set<String> keys,
        List<Fault> faults,
        @Nullable String poison,
        int contextTokens,
        int maxList,
        int embeddingDimensions,
        BatchOptions batch,
        RunOptions runs,
        OrganizationOptions organization,
        boolean recording,
        TokenCounter tokenCounter,
        AnswerRule answerRule) {

    /** The key of the limits that hold for all models without limits of their own. */
    public static final String ALL_MODELS = "*";

    /** Copies the collections and checks the ranges. */
    public SimulatorOptions {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port must be 0 to 65535: value=" + port);
        }
        if (contextTokens < 1 || maxList < 1 || embeddingDimensions < 1) {
            throw new IllegalArgumentException("context-tokens, max-list and embedding-dimensions must be >= 1: values="
                    + contextTokens + ", " + maxList + ", " + embeddingDimensions);
        }
        limits = Map.copyOf(limits);
        models = Set.copyOf(models);
        keys = Set.copyOf(keys);
        faults = List.copyOf(faults);
    }

    /** Returns a builder of a provider without limits, latency, keys or faults. */
    public static SimulatorOptionsBuilder builder() {
        return new SimulatorOptionsBuilder();
    }

    /**
     * Returns the options that texts mean, such as {@code requests-per-minute=60} and {@code latency=50ms}.
     *
     * @throws IllegalArgumentException with one sentence, for an unknown name or a bad value
     */
    public static SimulatorOptions parse(Map<String, String> texts) {
        return builder().set(texts).build();
    }

    /** Returns these options with changes. */
    public SimulatorOptions with(Consumer<SimulatorOptionsBuilder> changes) {
        SimulatorOptionsBuilder builder = new SimulatorOptionsBuilder(this);
        changes.accept(builder);
        return builder.build();
    }

    /** Returns the names that {@link #parse} knows, in the order in which help shows them. */
    public static List<String> names() {
        return OptionText.names();
    }

    /** Returns a text without the keys. */
    @Override
    public String toString() {
        return "SimulatorOptions[port=" + port + ", limits=" + limits + ", enforcement=" + enforcement + ", keys="
                + keys.size() + ", faults=" + faults + "]";
    }
}
