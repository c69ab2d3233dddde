package dev.sluice.prompt;

/** Counts the tokens of a text; implementations are thread-safe and never fail on any text. */
@FunctionalInterface
public interface TokenCounter {
    /** Returns how many tokens a text has in an encoding such as {@code o200k_base}; special tokens count as plain text. */
    int count(String encoding, String text);
}
