package dev.sluice.camel;

import dev.sluice.config.Configuration;
import dev.sluice.config.Setting;
import dev.sluice.prompt.Prompt;
import dev.sluice.usage.LedgerRules;
import java.time.Clock;

/** Tells beforehand what prompts cost at most, by the measure of the review of files. Thread-safe. */
public final class ForeseenCost {
    private final MostUse most;

    /** Creates one for these profiles and prices. */
    public ForeseenCost(Configuration configuration, Clock clock) {
        most = new MostUse(
                new LedgerRules(configuration.models(), configuration.settings().zone(Setting.USAGE_ZONE), true),
                configuration.profiles(),
                configuration.settings().number(Setting.USERS_ANSWER_TOKENS),
                clock);
    }

    /** Returns the most that a prompt costs, in millionths of a dollar; 0 where its price is unknown. */
    public long microUsd(Prompt prompt) {
        return most.foreseen(prompt).microUsd();
    }
}
