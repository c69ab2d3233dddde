package dev.sluice.batch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.prompt.Endpoint;
import dev.sluice.prompt.Prompt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CustomIdTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "CHAT;[{\"role\":\"user\",\"content\":\"a\"}];1;12-345",
                "CHAT;[{\"role\":\"user\",\"content\":\"a\"}];3;12-345-3",
                "COMPLETIONS;\"a\";2;12-345-2",
                "COMPLETIONS;[\"a\",\"b\"];2;12-345-4",
                "EMBEDDINGS;[\"a\",\"b\",\"c\"];1;12-345-3",
                "EMBEDDINGS;[1,2,3];1;12-345",
                "EMBEDDINGS;[[1,2],[3]];1;12-345-2"
            })
    void of_prompt_namesJobPositionAndNumberOfAnswers(Endpoint endpoint, String input, int choices, String text)
            throws Exception {
        Prompt prompt = Prompt.of(12, 345, "p", endpoint, "m", new ObjectMapper().readTree(input))
                .withChoices(choices);

        assertThat(CustomId.of(prompt)).hasToString(text);
        assertThat(CustomId.parse(text)).contains(CustomId.of(prompt));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "12", "12-", "a-1", "12-345-", "1-2-3-4", "99999999999999999999-1"})
    void parse_foreignId_isEmpty(String text) {
        assertThat(CustomId.parse(text)).isEmpty();
    }
}
