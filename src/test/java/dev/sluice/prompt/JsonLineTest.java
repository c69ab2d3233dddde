package dev.sluice.prompt;

import static dev.sluice.prompt.ReadingFixture.profile;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class JsonLineTest {
    @TempDir
    Path folder;

    private ReadingFixture files;

    @BeforeEach
    void newFixture() {
        files = new ReadingFixture(folder);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "CHAT        | {\"prompt\":\"a\"}                        | CHAT        | [{\"role\":\"user\",\"content\":\"a\"}]",
                "CHAT        | {\"input\":\"a\"}                         | CHAT        | [{\"role\":\"user\",\"content\":\"a\"}]",
                "EMBEDDINGS  | {\"prompt\":\"a\"}                        | EMBEDDINGS  | \"a\"",
                "EMBEDDINGS  | {\"input\":[\"a\",\"b\"]}                 | EMBEDDINGS  | [\"a\",\"b\"]",
                "EMBEDDINGS  | {\"input\":[\"a\"]}                       | EMBEDDINGS  | \"a\"",
                "MODERATIONS | {\"input\":[{\"type\":\"text\"}]}         | MODERATIONS | [{\"type\":\"text\"}]",
                "COMPLETIONS | {\"prompt\":[1,2]}                        | COMPLETIONS | [1,2]",
                "COMPLETIONS | {\"prompt\":[[1],[2,3]]}                  | COMPLETIONS | [[1],[2,3]]",
                "COMPLETIONS | {\"messages\":[{\"role\":\"user\"}]}      | CHAT        | [{\"role\":\"user\"}]",
                "RESPONSES   | {\"messages\":[{\"role\":\"user\"}]}      | RESPONSES   | [{\"role\":\"user\"}]",
                "RESPONSES   | {\"input\":[{\"role\":\"user\"}]}         | RESPONSES   | [{\"role\":\"user\"}]",
                "CHAT        | {\"input\":\"a\",\"endpoint\":\"Embeddings\"} | EMBEDDINGS | \"a\"",
                "CHAT        | {\"custom_id\":\"x\",\"method\":\"POST\",\"url\":\"/v1/moderations\",\"body\":{\"input\":\"a\"}}"
                        + " | MODERATIONS | \"a\"",
                "CHAT        | {\"custom_id\":\"x\",\"method\":\"POST\",\"url\":\"/v1/completions\",\"body\":{\"prompt\":\"a\"}}"
                        + " | COMPLETIONS | \"a\""
            })
    void line_eachShape_goesToItsEndpoint(Endpoint of, String line, Endpoint endpoint, String input) {
        files.with(profile(of, null, null, "{}"));

        InputLine read = files.jsonLine(line);

        assertThat(read.problem()).isNull();
        assertThat(read.source()).isEqualTo(line);
        assertThat(read.prompt().endpoint()).isEqualTo(endpoint);
        assertThat(read.prompt().input()).hasToString(input);
    }

    static List<Arguments> problems() {
        String chat = "\"method\":\"POST\",\"url\":\"/v1/chat/completions\"";
        return List.of(
                Arguments.of("{\"prompt\":\"\"}", "prompt is empty"),
                Arguments.of("{\"prompt\":\" \\n\"}", "prompt is empty"),
                Arguments.of("{\"prompt\":null}", "prompt must be a text or a list"),
                Arguments.of("{\"prompt\":{}}", "prompt must be a text or a list"),
                Arguments.of("{\"prompt\":[]}", "prompt is empty"),
                Arguments.of("{\"prompt\":[\"a\",\"\"]}", "prompt[1] is empty"),
                Arguments.of("{\"prompt\":[\"a\",1]}", "prompt mixes texts, numbers and lists"),
                Arguments.of("{\"prompt\":[1.5]}", "prompt[0] must be a text or token numbers"),
                Arguments.of("{\"prompt\":[[1],[]]}", "prompt[1] is empty"),
                Arguments.of("{}", "has none of prompt, input, messages"),
                Arguments.of("{\"prompt\":\"a\",\"messages\":[]}", "has more than one of prompt, input, messages"),
                Arguments.of("{\"prompt\":\"a\",\"prompt\":\"b\"}", "not valid JSON"),
                Arguments.of("{\"messages\":[]}", "messages is empty"),
                Arguments.of("{\"messages\":[\"a\"]}", "messages[0] is not an object"),
                Arguments.of("{\"messages\":\"a\"}", "messages must be a list"),
                Arguments.of(
                        "{\"messages\":[{}],\"endpoint\":\"embeddings\"}", "messages can't go to endpoint embeddings"),
                Arguments.of(
                        "{\"prompt\":[\"a\",\"b\"],\"endpoint\":\"chat\"}", "prompt must be a text for endpoint chat"),
                Arguments.of("{\"prompt\":\"a\",\"endpoint\":\"http://x\"}", "endpoint must be one of chat, responses"),
                Arguments.of("{\"prompt\":\"a\",\"model\":5}", "model must be a text"),
                Arguments.of("{\"prompt\":\"a\",\"stream\":true}", "stream is not supported"),
                Arguments.of("{\"prompt\":\"a\",\"stream\":\"yes\"}", "stream is not supported"),
                Arguments.of("{\"prompt\":\"a\",\"n\":0}", "n must be a whole number from 1 to 128"),
                Arguments.of("{\"prompt\":\"a\",\"n\":2.5}", "n must be a whole number from 1 to 128"),
                Arguments.of("{\"prompt\":\"a\",\"n\":1e999999999}", "n must be a whole number from 1 to 128"),
                Arguments.of(
                        "{\"prompt\":\"a\",\"n\":11,\"endpoint\":\"images\"}", "n must be a whole number from 1 to 10"),
                Arguments.of("{\"prompt\":[\"a\"],\"endpoint\":\"images\"}", "prompt must be a text"),
                Arguments.of("{\"prompt\":{},\"endpoint\":\"images\"}", "prompt must be a text"),
                Arguments.of("{\"messages\":[{}],\"endpoint\":\"images\"}", "messages can't go to endpoint images"),
                Arguments.of("{\"prompt\":\"a\",\"id\":[]}", "id must be a text or a number"),
                Arguments.of("{\"custom_id\":\"x\",\"body\":{}}", "method must be POST"),
                Arguments.of(
                        "{\"custom_id\":\"x\",\"method\":\"GET\",\"url\":\"/v1/embeddings\"}", "method must be POST"),
                Arguments.of(
                        "{\"custom_id\":\"x\",\"method\":\"POST\",\"url\":\"https://evil.example/v1/embeddings\"}",
                        "url is no endpoint that Sluice knows: url=https://evil.example/v1/embeddings"),
                Arguments.of(
                        "{\"custom_id\":\"x\",\"method\":\"POST\",\"url\":\"/v1/../admin\"}",
                        "url is no endpoint that Sluice knows: url=/v1/../admin"),
                Arguments.of("{\"custom_id\":\"x\"," + chat + "}", "body must be an object"),
                Arguments.of("{\"custom_id\":\"x\"," + chat + ",\"body\":{}}", "body has no messages"),
                Arguments.of(
                        "{\"custom_id\":\"x\"," + chat + ",\"body\":{\"messages\":\"a\"}}",
                        "messages must be a list of messages"),
                Arguments.of(
                        "{\"custom_id\":\"x\"," + chat + ",\"body\":{\"messages\":[{}],\"stream\":true}}",
                        "stream is not supported"));
    }

    @ParameterizedTest
    @MethodSource("problems")
    void line_thatIsNoPrompt_namesItsProblem(String line, String problem) {
        List<InputLine> lines = files.read("a.jsonl", "{\"prompt\":\"good\"}\n" + line);

        assertThat(lines.get(0).problem()).isNull();
        assertThat(lines.get(1).prompt()).isNull();
        assertThat(lines.get(1).problem()).startsWith(problem);
        assertThat(lines.get(1).source()).isEqualTo(line);
    }

    @Test
    void parameters_ofProfileAndLine_areOverlaidAndSorted() {
        files.with(profile(Endpoint.COMPLETIONS, null, null, "{\"temperature\":0,\"max_tokens\":16,\"stop\":\"x\"}"));

        Prompt prompt = files.jsonLine("{\"user\":\"u\",\"temperature\":0.70,\"prompt\":\"abc\",\"n\":3,\"id\":\"i\","
                        + "\"model\":\"other\",\"stream\":false,\"best_of\":5,\"metadata\":{\"b\":1,\"a\":2}}")
                .prompt();

        assertThat(prompt.parameters())
                .isEqualTo("{\"best_of\":5,\"max_tokens\":16,\"metadata\":{\"b\":1,\"a\":2},\"n\":3,\"stop\":\"x\","
                        + "\"temperature\":0.70,\"user\":\"u\"}");
        assertThat(prompt.model()).isEqualTo("other");
        assertThat(prompt.choices()).isEqualTo(3);
        assertThat(prompt.maxOutputTokens()).isEqualTo(16);
        assertThat(prompt.promptTokens()).isEqualTo(3);
    }

    @Test
    void parameters_ofProfileForAnotherEndpoint_areLeftOut() {
        files.with(profile(Endpoint.CHAT, "system", null, "{\"temperature\":0}"));

        assertThat(files.jsonLine("{\"input\":\"a\",\"endpoint\":\"embeddings\"}")
                        .prompt()
                        .parameters())
                .isEqualTo("{}");
        assertThat(files.jsonLine("{\"prompt\":\"a\",\"endpoint\":\"completions\"}")
                        .prompt()
                        .parameters())
                .isEqualTo("{\"temperature\":0}");
    }

    @Test
    void batchLine_isSentAsItStands() {
        files.with(profile(Endpoint.CHAT, "system", "{{x}}", "{\"temperature\":0}"));

        InputLine line = files.jsonLine("{\"custom_id\":\"r1\",\"method\":\"POST\",\"url\":\"/v1/chat/completions\","
                + "\"body\":{\"messages\":[{\"role\":\"user\",\"content\":\"a\",\"name\":\"bo\"}],\"max_tokens\":5}}");

        assertThat(line.id()).isEqualTo("r1");
        assertThat(line.batch()).isTrue();
        assertThat(line.prompt().model()).isEqualTo("some-model");
        assertThat(line.prompt().parameters()).isEqualTo("{\"max_tokens\":5}");
        assertThat(line.prompt().promptTokens()).isEqualTo(3 + 4 + 1 + 1 + 2 + 3);
    }

    @Test
    void ids_givenOrNot_mayRepeat() {
        List<InputLine> lines = files.read(
                "a.jsonl",
                "{\"prompt\":\"a\",\"id\":7}\n{\"prompt\":\"a\",\"id\":\"7\"}\n"
                        + "{\"prompt\":\"a\",\"id\":null}\n{\"prompt\":\"\",\"id\":\"bad\"}\n");

        assertThat(lines).extracting(InputLine::id).containsExactly("7", "7", "a.jsonl:3", "bad");
    }

    @Test
    void list_ofSeveralInputs_standsAlone() {
        assertThat(files.jsonLine("{\"prompt\":[\"ab\",\"c\"]}").prompt().alone())
                .isTrue();
        assertThat(files.jsonLine("{\"prompt\":[\"ab\",\"c\"]}").prompt().promptTokens())
                .isEqualTo(3);
        assertThat(files.jsonLine("{\"prompt\":[[1,2],[3]]}").prompt().promptTokens())
                .isEqualTo(3);
        assertThat(files.jsonLine("{\"prompt\":[1,2]}").prompt().alone()).isTrue();
        assertThat(files.jsonLine("{\"prompt\":[\"ab\"]}").prompt().alone()).isFalse();
    }

    @Test
    void image_takesItsTextAndCount() {
        Prompt prompt = files.jsonLine("{\"prompt\":\"a lock\",\"endpoint\":\"images\",\"n\":3,\"size\":\"256x256\"}")
                .prompt();

        assertThat(prompt.endpoint()).isEqualTo(Endpoint.IMAGES);
        assertThat(prompt.images()).isEqualTo(3);
        assertThat(prompt.parameters()).isEqualTo("{\"n\":3,\"size\":\"256x256\"}");
        assertThat(prompt.once()).isFalse();
        assertThat(files.jsonLine("{\"custom_id\":\"x\",\"method\":\"POST\",\"url\":\"/v1/images/generations\","
                                + "\"body\":{\"prompt\":\"a\"}}")
                        .prompt()
                        .images())
                .isEqualTo(1);
        assertThat(files.jsonLine("{\"prompt\":\"a\",\"n\":3}").prompt().images())
                .isZero();
    }

    @Test
    void template_namingFields_takesThemFromTheLine() {
        files.with(profile(Endpoint.COMPLETIONS, null, "{{ title }} ({{model}}): {{prompt}}", "{}"));

        Prompt prompt = files.jsonLine(
                        "{\"title\":\"{{prompt}}\",\"model\":2.50,\"input\":\"text\",\"temperature\":1,\"id\":\"x\"}")
                .prompt();

        assertThat(prompt.input()).hasToString("\"{{prompt}} (2.50): text\"");
        assertThat(prompt.model()).isEqualTo("some-model");
        assertThat(prompt.parameters()).isEqualTo("{\"temperature\":1}");
        assertThat(files.jsonLine("{\"model\":\"m\",\"prompt\":\"a\"}").problem())
                .isEqualTo("the template names {{title}}, which the line lacks");
        assertThat(files.jsonLine("{\"title\":\" \",\"model\":\"\",\"prompt\":\"\"}")
                        .problem())
                .isEqualTo("prompt is empty");
        assertThat(files.jsonLine("{\"messages\":[{\"role\":\"user\"}]}").problem())
                .isNull();
    }

    @Test
    void template_withoutPlaceForThePrompt_isAProblem() {
        files.with(profile(Endpoint.COMPLETIONS, null, "{{title}}", "{}"));

        assertThat(files.jsonLine("{\"title\":\"a\",\"prompt\":\"b\"}").problem())
                .isEqualTo("the template has no place for prompt");
    }
}
