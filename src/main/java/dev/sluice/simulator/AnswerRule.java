package dev.sluice.simulator;

/** Says what the simulated model answers; implementations are thread-safe. */
@FunctionalInterface
public interface AnswerRule {
    /**
     * Returns the answer to a prompt.
     *
     * @param prompt the prompt; of a conversation the last message of the user; of tokens {@code [1,2,3]}
     * @param choice which choice for this prompt, from 0
     */
    String answer(String prompt, int choice);
}
