package dev.sluice.camel;

import dev.sluice.limit.OutputEstimate;
import dev.sluice.prompt.Endpoint;
import dev.sluice.prompt.Prompt;
import dev.sluice.provider.PromptAnswer;

/** Foretells what prompts cost: their own tokens and those of the answers to come. Thread-safe. */
final class ExpectedTokens {
    private final OutputEstimate answers = new OutputEstimate();

    /** Returns the tokens of a prompt with its answers. */
    long of(Prompt prompt) {
        if (prompt.endpoint() == Endpoint.EMBEDDINGS || prompt.endpoint() == Endpoint.MODERATIONS) {
            return prompt.promptTokens();
        }
        Integer stated = prompt.maxOutputTokens();
        long answer = answers.tokens(key(prompt), stated == null ? -1 : stated);
        return prompt.promptTokens() + answer * prompt.choices();
    }

    /** Learns from an answer. */
    void learn(PromptAnswer answer) {
        Prompt prompt = answer.prompt();
        answers.learn(key(prompt), Math.toIntExact(answer.usage().completionTokens() / prompt.choices()));
    }

    private static String key(Prompt prompt) {
        return prompt.model() + " " + prompt.profile();
    }
}
