package dev.sluice.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import org.junit.jupiter.api.Test;

class SeenPromptsTest {
    private final SeenPrompts seen = new SeenPrompts(1 << 11);

    @Test
    void prompt_equalInEverything_isFound() {
        assertThat(seen.firstLike(prompt(3, "m", TextNode.valueOf("a"), "{}", true)))
                .isEmpty();
        assertThat(seen.firstLike(prompt(5, "m", TextNode.valueOf("a"), "{}", true)))
                .hasValue(3);
        assertThat(seen.firstLike(prompt(7, "m", TextNode.valueOf("a"), "{}", true)))
                .hasValue(3);
    }

    @Test
    void prompt_differentInOneThing_isNotFound() {
        JsonNode text = TextNode.valueOf("[\"a\"]");
        seen.firstLike(prompt(0, "m", text, "{}", true));

        assertThat(seen.firstLike(prompt(1, "mm", text, "{}", true))).isEmpty();
        assertThat(seen.firstLike(prompt(2, "m", text, "{\"seed\":1}", true))).isEmpty();
        assertThat(seen.firstLike(prompt(3, "m", ReadingFixture.json("[\"a\"]"), "{}", true)))
                .isEmpty();
        assertThat(seen.firstLike(prompt(4, "m", TextNode.valueOf("[\"a\"] "), "{}", true)))
                .isEmpty();
    }

    @Test
    void prompt_thatIsSentAnyway_isNeitherFoundNorRemembered() {
        seen.firstLike(prompt(0, "m", TextNode.valueOf("a"), "{}", false));
        assertThat(seen.firstLike(prompt(1, "m", TextNode.valueOf("a"), "{}", true)))
                .isEmpty();
        assertThat(seen.firstLike(prompt(2, "m", TextNode.valueOf("a"), "{}", false)))
                .isEmpty();
    }

    @Test
    void memory_full_keepsWhatItHasAndTakesNoMore() {
        int room = (1 << 11) / 4 * 3;
        for (int i = 0; i < room + 10; i++) {
            assertThat(seen.firstLike(number(i, i))).isEmpty();
        }

        for (int i = 0; i < room; i++) {
            assertThat(seen.firstLike(number(10_000 + i, i))).hasValue(i);
        }
        assertThat(seen.firstLike(number(20_000, room + 5))).isEmpty();
        assertThat(seen.firstLike(number(20_001, room + 5))).isEmpty();
    }

    private static Prompt number(long index, int number) {
        return prompt(index, "m", TextNode.valueOf("prompt " + number), "{}", true);
    }

    private static Prompt prompt(long index, String model, JsonNode input, String parameters, boolean once) {
        return Prompt.of(1, index, "p", Endpoint.COMPLETIONS, model, input)
                .withParameters(parameters)
                .with(new Prompt.Sharing(false, once, 1));
    }
}
