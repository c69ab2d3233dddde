package dev.sluice.simulator;

/**
 * One answer of the simulated model.
 *
 * @param text its text
 * @param tokens its length in tokens
 * @param finishReason {@code stop}, or {@code length} where it was cut
 */
record Answer(String text, int tokens, String finishReason) {
    /** Returns a text as an answer, cut where it has more tokens than allowed. */
    static Answer of(String text, long maxTokens, TokenCounter counter) {
        int tokens = counter.count(text);
        if (tokens <= maxTokens) {
            return new Answer(text, tokens, "stop");
        }
        String cut = text;
        int left = tokens;
        while (left > maxTokens) {
            int length = (int) Math.min(cut.length() - 1L, Proportion.of(cut.length(), maxTokens, left));
            cut = cut.substring(0, Character.isLowSurrogate(cut.charAt(length)) ? Math.max(0, length - 1) : length);
            left = counter.count(cut);
        }
        return new Answer(cut, left, "length");
    }
}
