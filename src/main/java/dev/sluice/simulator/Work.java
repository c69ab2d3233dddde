package dev.sluice.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * What a sound request asks for.
 *
 * @param model the model whose limits hold; empty for a request that no limit holds for
 * @param prompts the prompts, as counted in the statistics and searched for fault texts
 * @param promptTokens the tokens of all prompts
 * @param outputTokens the most tokens that all answers may have, as far as the request states it
 * @param images the images that the request asks for
 * @param answer makes the answer; called when the latency is over
 */
record Work(
        String model,
        List<String> prompts,
        long promptTokens,
        long outputTokens,
        long images,
        Function<RandomGenerator, ObjectNode> answer) {

    /** Creates work that asks for no image. */
    Work(
            String model,
            List<String> prompts,
            long promptTokens,
            long outputTokens,
            Function<RandomGenerator, ObjectNode> answer) {
        this(model, prompts, promptTokens, outputTokens, 0, answer);
    }

    /** Returns work that no limit holds for and that has no prompts. */
    static Work unlimited(ObjectNode answer) {
        return new Work("", List.of(), 0, 0, draws -> answer);
    }

    boolean isLimited() {
        return !model.isEmpty();
    }

    boolean mentions(String text) {
        return prompts.stream().anyMatch(p -> p.contains(text));
    }
}
