package dev.sluice.camel;

import dev.sluice.allowance.Amount;
import dev.sluice.prompt.Endpoint;
import dev.sluice.prompt.LaneRule;
import dev.sluice.prompt.Price;
import dev.sluice.prompt.Profile;
import dev.sluice.prompt.Prompt;
import dev.sluice.prompt.RunRule;
import dev.sluice.usage.LedgerRules;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Foretells the most that a prompt uses. How a provider counts the tokens of a prompt is learned for each model: the count of
 * Sluice is raised by what replies have shown to be needed. Thread-safe.
 */
final class MostUse {
    private static final int AT_FIRST_PERMILLE = 1_050;
    private static final int PERMILLE = 1_000;
    private static final int COMPLETIONS_DEFAULT = 16;
    /** More than what packing puts around a prompt, if it were the only one. */
    private static final int TOKENS_TO_PACK = 300;
    /** A response in the background is started and asked after. */
    private static final int REQUESTS_OF_RESPONSE = 2;
    /** A thread, a message, a run, at least one question after it, its messages. */
    private static final int REQUESTS_OF_ASSISTANT = 5;

    private static final int MOST_MODELS = 10_000;
    private final LedgerRules rules;
    private final Map<String, Profile> profiles;
    private final int answerTokens;
    private final Clock clock;
    private final Map<String, Correction> corrections = new ConcurrentHashMap<>();

    /**
     * What the counts of a provider were beyond those of Sluice.
     *
     * @param permille the most, in proportion: what belongs to a tokenizer of its own
     * @param extra the most, in tokens: what is put around each prompt
     */
    private record Correction(int permille, long extra) {
        private static final Correction AT_FIRST = new Correction(AT_FIRST_PERMILLE, 0);

        Correction and(Correction other) {
            return new Correction(Math.max(permille, other.permille), Math.max(extra, other.extra));
        }

        long correct(long counted) {
            return Math.max(-Math.floorDiv(-counted * permille, PERMILLE), counted + extra);
        }
    }

    /** Creates one that takes this many tokens for an answer whose length nothing bounds. */
    MostUse(LedgerRules rules, Map<String, Profile> profiles, int answerTokens, Clock clock) {
        this.rules = rules;
        this.profiles = Map.copyOf(profiles);
        this.answerTokens = answerTokens;
        this.clock = clock;
    }

    /** Returns the most that a prompt uses; its cost is 0 where the price is unknown. */
    Amount of(Prompt prompt) {
        return of(prompt, !laneOf(prompt).thenOnline());
    }

    /** Returns the same where what a batch leaves over is not sent online, at the full price. */
    Amount foreseen(Prompt prompt) {
        return of(prompt, true);
    }

    private Amount of(Prompt prompt, boolean batchOnly) {
        long input =
                corrections.getOrDefault(prompt.model(), Correction.AT_FIRST).correct(counted(prompt));
        long output = ofAnswers(prompt);
        boolean half = batchOnly && laneOf(prompt).lane() == LaneRule.Lane.BATCH;
        long cost = price(prompt).map(price -> microUsd(price, input, output)).orElse(0L);
        return new Amount(requests(prompt), input + output, half ? -Math.floorDiv(-cost, 2) : cost);
    }

    private int requests(Prompt prompt) {
        Profile profile = profiles.get(prompt.profile());
        if (profile == null || profile.lane().lane() != LaneRule.Lane.POLLED) {
            return 1;
        }
        return profile.runs().start() == RunRule.Start.RESPONSE ? REQUESTS_OF_RESPONSE : REQUESTS_OF_ASSISTANT;
    }

    private LaneRule laneOf(Prompt prompt) {
        Profile profile = profiles.get(prompt.profile());
        return profile == null ? LaneRule.ONLINE : profile.lane();
    }

    /** Returns whether it may go out in a request together with others, so that it takes part of one only. */
    boolean mayShare(Prompt prompt) {
        return prompt.mostTogether() > 1 && laneOf(prompt).lane() == LaneRule.Lane.ONLINE;
    }

    /** Returns whether it is known what a prompt costs. */
    boolean isPriced(Prompt prompt) {
        return price(prompt).isPresent();
    }

    /** Returns whether a reply has shown how the provider counts the prompts of a model, or none ever shows it. */
    boolean isLearned(Prompt prompt) {
        return !prompt.endpoint().tellsUsage() || corrections.containsKey(prompt.model());
    }

    /** Learns how many tokens the provider has counted for a prompt. */
    void learn(String model, int counted, long used) {
        if (counted > 0 && corrections.size() < MOST_MODELS) {
            long permille = Math.min(Integer.MAX_VALUE, -Math.floorDiv(-used * PERMILLE, (long) counted));
            Correction shown = new Correction((int) permille, Math.max(0, used - counted));
            corrections.merge(model, Correction.AT_FIRST.and(shown), Correction::and);
        }
    }

    /** Returns the tokens of a prompt as Sluice counts them, 0 where a provider doesn't count any. */
    static int counted(Prompt prompt) {
        return prompt.endpoint().tellsUsage() ? prompt.promptTokens() + (prompt.packable() ? TOKENS_TO_PACK : 0) : 0;
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
