package dev.sluice.camel;

import dev.sluice.limit.Cost;
import dev.sluice.limit.OutputEstimate;
import dev.sluice.prompt.Endpoint;
import dev.sluice.prompt.ModelCatalog;
import dev.sluice.prompt.Prompt;
import dev.sluice.provider.PromptAnswer;

/** Foretells what prompts cost: their own tokens and those of the answers to come. Thread-safe. */
final class ExpectedTokens {
    private static final int COMPLETIONS_DEFAULT = 16;
    private final OutputEstimate answers = new OutputEstimate();
    private final ModelCatalog models;
    private final boolean reservesMost;

    /**
     * Creates an estimate for these models.
     *
     * @param reservesMost whether the provider counts the stated maximum of an answer, whatever the answer has
     */
    ExpectedTokens(ModelCatalog models, boolean reservesMost) {
        this.models = models;
        this.reservesMost = reservesMost;
    }

    /** Returns what a limit counts for a prompt with its answers. */
    long of(Prompt prompt) {
        return models.find(prompt.model()).units(prompt.promptTokens() + ofAnswers(prompt));
    }

    /** Returns what the limits count for a request with its answers. */
    Cost of(PromptGroup group) {
        long tokens = 0;
        long images = 0;
        for (Prompt prompt : group.prompts()) {
            tokens += of(prompt);
            images += prompt.images();
        }
        return new Cost(tokens, images);
    }

    /** Returns what a limit counted for a request that reserved and used so many tokens. */
    long counted(PromptGroup group, long reserved, long used) {
        long units = models.find(group.first().model()).units(used);
        return reservesMost ? Math.max(reserved, units) : units;
    }

    private long ofAnswers(Prompt prompt) {
        if (!prompt.endpoint().writesText()) {
            // Only some models count tokens for an image; a reply of those says so.
            return (long) Math.max(0, answers.learned(key(prompt))) * prompt.choices();
        }
        int most = most(prompt);
        long answer = reservesMost && most >= 0 ? most : answers.tokens(key(prompt), most);
        return answer * prompt.choices();
    }

    /** Returns the most tokens of one answer, below 0 where there is no bound; completions end at 16 unless told otherwise. */
    private static int most(Prompt prompt) {
        Integer stated = prompt.maxOutputTokens();
        if (stated == null) {
            return prompt.endpoint() == Endpoint.COMPLETIONS ? COMPLETIONS_DEFAULT : -1;
        }
        return stated;
    }

    /** Learns from an answer whose tokens the provider counted. */
    void learn(PromptAnswer answer) {
        Prompt prompt = answer.prompt();
        if (answer.usage().isNone()) {
            return;
        }
        answers.learn(key(prompt), Math.toIntExact(answer.usage().completionTokens() / prompt.choices()));
    }

    private static String key(Prompt prompt) {
        return prompt.model() + " " + prompt.profile();
    }
}
