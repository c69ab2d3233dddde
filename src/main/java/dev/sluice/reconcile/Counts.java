package dev.sluice.reconcile;

/**
 * What is compared of a day and model. Immutable.
 *
 * @param requests requests that the model has worked on
 * @param input tokens of prompts, cached ones included
 * @param cached those of them that came from the provider's cache
 * @param output tokens of answers
 */
public record Counts(long requests, long input, long cached, long output) {
    static final Counts NONE = new Counts(0, 0, 0, 0);

    Counts plus(Counts other) {
        return new Counts(requests + other.requests, input + other.input, cached + other.cached, output + other.output);
    }

    /** Returns how much more these are than others. */
    public Counts minus(Counts other) {
        return new Counts(requests - other.requests, input - other.input, cached - other.cached, output - other.output);
    }
}
