package dev.sluice.camel;

import dev.sluice.allowance.Amount;
import dev.sluice.prompt.Endpoint;
import dev.sluice.prompt.Price;
import dev.sluice.prompt.Prompt;
import dev.sluice.usage.LedgerRules;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Foretells the most that a prompt uses. How a provider counts the tokens of a prompt is learned for each model: the count of
 * Sluice is raised by what a reply has shown to be needed. Thread-safe.
 */
final class MostUse {
    private static final int AT_FIRST_PERMILLE = 1_050;
    private static final int PERMILLE = 1_000;
    private static final int COMPLETIONS_DEFAULT = 16;
    /** More than what packing puts around a prompt, if it were the only one. */
    private static final int TOKENS_TO_PACK = 300;

    private static final int MOST_MODELS = 10_000;
    private final LedgerRules rules;
    private final int answerTokens;
    private final Clock clock;
    private final Map<String, Integer> permilles = new ConcurrentHashMap<>();

    /** Creates one that takes this many tokens for an answer whose length nothing bounds. */
    MostUse(LedgerRules rules, int answerTokens, Clock clock) {
        this.rules = rules;
        this.answerTokens = answerTokens;
        this.clock = clock;
    }

    /** Returns the most that a prompt uses; its cost is 0 where the price is unknown. */
    Amount of(Prompt prompt) {
        long input = -Math.floorDiv(-(long) counted(prompt) * permille(prompt.model()), PERMILLE);
        long output = ofAnswers(prompt);
        long cost = price(prompt).map(price -> microUsd(price, input, output)).orElse(0L);
        return new Amount(1, input + output, cost);
    }

    /** Returns whether it is known what a prompt costs. */
    boolean isPriced(Prompt prompt) {
        return price(prompt).isPresent();
    }

    /** Learns how many tokens the provider has counted for a prompt. */
    void learn(String model, int counted, long used) {
        if (counted > 0 && permilles.size() < MOST_MODELS) {
            int needed = (int) Math.min(Integer.MAX_VALUE, -Math.floorDiv(-used * PERMILLE, (long) counted));
            if (needed > AT_FIRST_PERMILLE) {
                permilles.merge(model, needed, Math::max);
            }
        }
    }

    /** Returns the tokens of a prompt as Sluice counts them, 0 where a provider doesn't count any. */
    static int counted(Prompt prompt) {
        return prompt.endpoint().tellsUsage() ? prompt.promptTokens() + (prompt.packable() ? TOKENS_TO_PACK : 0) : 0;
    }

    private int permille(String model) {
        return permilles.getOrDefault(model, AT_FIRST_PERMILLE);
    }

    private long ofAnswers(Prompt prompt) {
        if (!prompt.endpoint().writesText()) {
            return 0;
        }
        Integer stated = prompt.maxOutputTokens();
        int usual = prompt.endpoint() == Endpoint.COMPLETIONS ? COMPLETIONS_DEFAULT : answerTokens;
        return (long) (stated == null ? usual : stated) * prompt.choices();
    }

    private Optional<Price> price(Prompt prompt) {
        return rules.models()
                .find(prompt.model())
                .priceOn(clock.instant().atZone(rules.zone()).toLocalDate());
    }

    /** A price in dollars per million tokens is one in micro-dollars per token. */
    private static long microUsd(Price price, long input, long output) {
        return price.input()
                .multiply(BigDecimal.valueOf(input))
                .add(price.output().multiply(BigDecimal.valueOf(output)))
                .setScale(0, RoundingMode.UP)
                .longValueExact();
    }
}
