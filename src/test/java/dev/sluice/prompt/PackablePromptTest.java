package dev.sluice.prompt;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackablePromptTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"prompt\":\"a\"}",
                "{\"prompt\":\"a\",\"temperature\":0,\"max_tokens\":5,\"n\":1,\"user\":\"u\"}",
                "{\"prompt\":\"a\",\"endpoint\":\"responses\"}",
                "{\"prompt\":\"a\",\"endpoint\":\"responses\",\"text\":{\"verbosity\":\"low\"}}"
            })
    void text_withPlainParameters_mayBePacked(String line) throws IOException {
        assertThat(prompt(line, true).packable()).isTrue();
        assertThat(prompt(line, true).mostTogether()).isEqualTo(100);
        assertThat(prompt(line, false).packable()).isFalse();
        assertThat(prompt(line, false).mostTogether()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]}",
                "{\"prompt\":\"a\",\"n\":2}",
                "{\"prompt\":\"a\",\"tools\":[]}",
                "{\"prompt\":\"a\",\"response_format\":{\"type\":\"text\"}}",
                "{\"prompt\":\"a\",\"stop\":\".\"}",
                "{\"prompt\":\"a\",\"logprobs\":true}",
                "{\"prompt\":\"a\",\"some_new_parameter\":1}",
                "{\"prompt\":\"a\",\"endpoint\":\"responses\",\"text\":{\"format\":{\"type\":\"text\"}}}",
                "{\"input\":[{\"role\":\"user\",\"content\":\"a\"}],\"endpoint\":\"responses\"}",
                "{\"custom_id\":\"a\",\"method\":\"POST\",\"url\":\"/v1/chat/completions\","
                        + "\"body\":{\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]}}"
            })
    void line_thatSaysMore_isNeverPacked(String line) throws IOException {
        assertThat(prompt(line, true).packable()).isFalse();
        assertThat(prompt(line, true).mostTogether()).isEqualTo(1);
    }

    @Test
    void list_ofOtherEndpoints_isNeverPacked() throws IOException {
        assertThat(prompt("{\"prompt\":\"a\",\"endpoint\":\"completions\"}", true)
                        .packable())
                .isFalse();
        assertThat(prompt("{\"prompt\":\"a\",\"endpoint\":\"completions\"}", true)
                        .mostTogether())
                .isEqualTo(2048);
    }

    @Test
    void context_boundsHowManyArePacked() throws IOException {
        String text = "a".repeat(90);

        Prompt prompt = prompt("{\"prompt\":\"" + text + "\",\"max_tokens\":40,\"model\":\"small\"}", true);

        // 90 + 3 + 4 + 3 tokens, 40 of the answer, 60 around it
        assertThat(prompt.promptTokens()).isEqualTo(100);
        assertThat(prompt.sharing().mostPacked()).isEqualTo((2_000 - 200) / 200);
        assertThat(prompt("{\"prompt\":\"a\",\"max_tokens\":1900,\"model\":\"small\"}", true)
                        .packable())
                .isFalse();
    }

    private Prompt prompt(String line, boolean pack) throws IOException {
        Profile profile = new Profile(
                "default",
                Endpoint.CHAT,
                "m",
                null,
                null,
                (ObjectNode) ReadingFixture.json("{}"),
                Profile.Output.AUTO,
                new Grouping(20, 10_000, Duration.ZERO),
                Profile.SamePromptOnce.AUTO,
                pack,
                0,
                LaneRule.ONLINE,
                RunRule.STANDARD,
                DocumentRule.STANDARD,
                null);
        PromptReader reader = new PromptReader(
                new ModelCatalog(List.of(new Model("small", "o200k_base", 2_000))),
                ReadingFixture.CHARS,
                ReadLimits.DEFAULT);
        Path file = new ReadingFixture(folder).write("a.jsonl", ReadingFixture.utf8(line));
        try (InputLines lines = reader.open(file, "inbox/a.jsonl", profile, 1)) {
            return requireNonNull(lines.next().prompt());
        }
    }
}
