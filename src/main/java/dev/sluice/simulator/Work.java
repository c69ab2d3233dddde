package dev.sluice.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What a sound request asks for.
 *
 * @param model the model whose limits hold; empty for a request that no limit holds for
 * @param prompts the prompts, as counted in the statistics and searched for fault texts
 * @param promptTokens the tokens of all prompts
 * @param outputTokens the most tokens that all answers may have, as far as the request states it
 * @param images the images that the request asks for
 * @param answer makes the answer; called when the latency is over
 * @param download what is sent as it is instead of an answer, or null
 * @param answersLater whether the prompts are answered later, and the answer only says that this has begun
 */
record Work(
        String model,
        List<String> prompts,
        long promptTokens,
        long outputTokens,
        long images,
        Function<RandomGenerator, ObjectNode> answer,
        @Nullable Content download,
        boolean answersLater) {

    /** Creates work that is answered by JSON. */
    Work(
            String model,
            List<String> prompts,
            long promptTokens,
            long outputTokens,
            long images,
            Function<RandomGenerator, ObjectNode> answer) {
        this(model, prompts, promptTokens, outputTokens, images, answer, null, false);
    }

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
    static Work unlimited(Supplier<ObjectNode> answer) {
        return new Work("", List.of(), 0, 0, draws -> answer.get());
    }

    /** Returns work that counts as a request of a model and has no prompts. */
    static Work request(String model, Supplier<ObjectNode> answer) {
        return new Work(model, List.of(), 0, 0, draws -> answer.get());
    }

    /** Returns work that begins to answer one prompt, and says so. */
    static Work start(String model, String prompt, long promptTokens, long outputTokens, Supplier<ObjectNode> answer) {
        return new Work(model, List.of(prompt), promptTokens, outputTokens, 0, draws -> answer.get(), null, true);
    }

    /** Returns work that no limit holds for and that is answered by a file. */
    static Work download(Content content) {
        return new Work("", List.of(), 0, 0, 0, draws -> Json.object(), content, false);
    }

    /** Makes the body of the answer, after {@code change} where it is JSON. */
    Content content(RandomGenerator draws, Consumer<ObjectNode> change) {
        if (download != null) {
            return download;
        }
        ObjectNode body = answer.apply(draws);
        change.accept(body);
        return new JsonContent(Json.bytes(body));
    }

    boolean isLimited() {
        return !model.isEmpty();
    }

    boolean mentions(String text) {
        return prompts.stream().anyMatch(p -> p.contains(text));
    }

    /**
     * Checks that no prompt holds a text, null for none.
     *
     * @throws ApiError with 400 when one does
     */
    void checkPoison(@Nullable String poison) {
        if (poison != null && mentions(poison)) {
            throw ApiError.badRequest("invalid_prompt", null, "Invalid prompt: it contains the poison.");
        }
    }
}
