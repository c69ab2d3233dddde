package dev.sluice.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SendCheckTest {
    private static final SendCheck CHECK =
            new SendCheck(new ModelCatalog(List.of(new Model("small", "r50k_base", 100))), ReadingFixture.CHARS);

    @Test
    void prompt_thatFillsTheContextExactly_fits() {
        assertThat(check(Endpoint.CHAT, "small-1", 60, 40)).isEmpty();
        assertThat(check(Endpoint.CHAT, "small-1", 100, null)).isEmpty();
    }

    @Test
    void prompt_thatPassesTheContextWithItsAnswer_isToldWithBothNumbers() {
        assertThat(check(Endpoint.CHAT, "small-1", 60, 41))
                .contains(new Unsendable(
                        "context_length_exceeded",
                        "the prompt and its longest answer must fit the model's context: prompt-tokens=60"
                                + " max-output-tokens=41 context-tokens=100 model=small-1"));
        assertThat(check(Endpoint.RESPONSES, "small", 101, null))
                .contains(new Unsendable(
                        "context_length_exceeded",
                        "the prompt must fit the model's context: prompt-tokens=101 context-tokens=100 model=small"));
    }

    @Test
    void answer_largestNumber_doesNotOverflow() {
        assertThat(check(Endpoint.COMPLETIONS, "small", Integer.MAX_VALUE, Integer.MAX_VALUE))
                .isPresent();
    }

    @Test
    void model_withoutKnownContext_fitsAlways() {
        assertThat(check(Endpoint.CHAT, "other", 1_000_000_000, 5)).isEmpty();
    }

    @Test
    void embedding_answersWithoutTokens_hasTheContextToItself() {
        assertThat(check(Endpoint.EMBEDDINGS, "small", 100, 50)).isEmpty();
        assertThat(check(Endpoint.EMBEDDINGS, "small", 101, null)).isPresent();
    }

    @Test
    void image_answersWithoutText_hasTheContextToItself() {
        assertThat(check(Endpoint.IMAGES, "small", 100, 50)).isEmpty();
    }

    @Test
    void list_ofInputs_isHeldAgainstTheContextItemByItem() {
        String fits = "a".repeat(80);

        assertThat(checkList("[\"" + fits + "\",\"" + fits + "\"]")).isEmpty();
        assertThat(checkList("[\"" + fits + "\",\"" + fits.repeat(2) + "\"]"))
                .get()
                .extracting(Unsendable::reason)
                .asString()
                .contains("prompt-tokens=160 context-tokens=100");
        assertThat(checkList("[[" + "1,".repeat(99) + "1],[" + "1,".repeat(50) + "1]]"))
                .isEmpty();
        assertThat(checkList("[" + "1,".repeat(100) + "1]")).isPresent();
    }

    private static Optional<Unsendable> check(
            Endpoint endpoint, String model, int promptTokens, @Nullable Integer maxOutputTokens) {
        return CHECK.problem(line(Prompt.of(1, 0, "p", endpoint, model, TextNode.valueOf("x"))
                .withTokens(promptTokens, maxOutputTokens)));
    }

    private static Optional<Unsendable> checkList(String input) {
        return CHECK.problem(line(Prompt.of(1, 0, "p", Endpoint.EMBEDDINGS, "small", ReadingFixture.json(input))
                .withTokens(input.startsWith("[\"") ? input.length() : input.split(",").length, null)
                .with(Prompt.Sharing.NOTHING)));
    }

    private static InputLine line(Prompt prompt) {
        return new InputLine(0, 1, "id", prompt, null, "", List.of());
    }
}
