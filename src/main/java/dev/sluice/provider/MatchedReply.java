package dev.sluice.provider;

import java.util.List;

/**
 * What a reply brought: every prompt of its request is in exactly one of the two lists, in the request's order. The
 * shares of the usage sum to the whole, to the token. Immutable.
 *
 * @param answered the prompts that were answered
 * @param unanswered the prompts that were not
 * @param usage what the provider counted for the whole request, {@link Usage#NONE} where it named nothing
 * @param surplus how many items of the reply belong to no prompt: their index is foreign, negative, no whole number or
 *     missing
 * @param tier the {@code service_tier} that has answered, or empty
 */
public record MatchedReply(
        List<PromptAnswer> answered, List<Unanswered> unanswered, Usage usage, int surplus, String tier) {
    /** Copies the lists. */
    public MatchedReply {
        answered = List.copyOf(answered);
        unanswered = List.copyOf(unanswered);
    }
}
