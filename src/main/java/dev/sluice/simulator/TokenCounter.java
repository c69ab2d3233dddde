package dev.sluice.simulator;

import java.nio.charset.StandardCharsets;

/** Counts the tokens of a text; implementations are thread-safe. */
@FunctionalInterface
public interface TokenCounter {
    /** Returns how many tokens a text has, at least 0. */
    int count(String text);

    /** Returns the simulated provider's own rule: a token for each 4 bytes of UTF-8, rounded up. */
    static TokenCounter fourBytes() {
        return text -> (text.getBytes(StandardCharsets.UTF_8).length + 3) / 4;
    }
}
