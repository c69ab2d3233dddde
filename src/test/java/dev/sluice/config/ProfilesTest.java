package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.prompt.Endpoint;
import dev.sluice.prompt.Grouping;
import dev.sluice.prompt.Profile;
import dev.sluice.prompt.RunRule;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfilesTest {
    @TempDir
    private Path temporary;

    private UserFiles user;

    @BeforeEach
    void setUp() {
        user = new UserFiles(temporary);
    }

    @Test
    void default_partialFile_overlaysKeyByKey() {
        Profile profile =
                profile("default", "default:\n  model: llama3\n  parameters: {temperature: 0.2}\n  max-wait: 2s\n");

        assertThat(profile.model()).isEqualTo("llama3");
        assertThat(profile.endpoint()).isEqualTo(Endpoint.CHAT);
        assertThat(profile.system()).isNull();
        assertThat(profile.output()).isEqualTo(Profile.Output.AUTO);
        assertThat(profile.parameters().toString()).isEqualTo("{\"temperature\":0.2}");
        assertThat(profile.grouping()).isEqualTo(new Grouping(null, 20_000, Duration.ofSeconds(2)));
        assertThat(profile.samePromptOnce()).isEqualTo(Profile.SamePromptOnce.AUTO);
    }

    @Test
    void samePromptOnce_isReadAndInherited() {
        assertThat(profile("other", "default: {same-prompt-once: never}\nother:\n")
                        .samePromptOnce())
                .isEqualTo(Profile.SamePromptOnce.NEVER);
        assertThat(profile("default", "default: {same-prompt-once: always}").samePromptOnce())
                .isEqualTo(Profile.SamePromptOnce.ALWAYS);
        user.file("profiles.yaml", "default: {same-prompt-once: true}");
        assertThat(user.problems())
                .containsExactly(
                        "config/profiles.yaml:1:11: same-prompt-once must be one of auto, always, never: value=true");
    }

    @Test
    void pack_isOffUnlessAsked() {
        assertThat(profile("default", "default:\n").pack()).isFalse();
        assertThat(profile("other", "default: {pack: true}\nother:\n").pack()).isTrue();
        user.file("profiles.yaml", "default: {pack: 5}");
        assertThat(user.problems()).containsExactly("config/profiles.yaml:1:11: pack must be true or false: value=5");
    }

    @Test
    void label_columnThatIsTaken_isAProblem() {
        for (String column : java.util.List.of("file", "Answer", "error")) {
            user.file("profiles.yaml", "a: {answers-csv: true, label: {contains: x, column: " + column + "}}");
            assertThat(user.problems())
                    .containsExactly(
                            "config/profiles.yaml:1:24: label column must be called otherwise, since answers.csv"
                                    + " has such a column already: column=" + column);
        }
    }

    @Test
    void label_badPattern_isOneProblem() {
        user.file("profiles.yaml", "a: {label: {matches: '('}}");
        assertThat(user.problems())
                .containsExactly("config/profiles.yaml:1:13: matches must be a regular expression: value=\"(\"");
    }

    @Test
    void label_badRuleOfDefault_isToldOnce() {
        user.file("profiles.yaml", "default: {label: {then: 1}}\na:\nb: {model: m}\n");
        assertThat(user.problems())
                .containsExactly("config/profiles.yaml:1:11: label needs either contains or matches");
    }

    @Test
    void assistant_ofRunsThatStartResponses_isAProblem() {
        String problem = "assistant is asked with start: assistant only; set that, or leave assistant out: assistant=";
        user.file("profiles.yaml", """
                default: {lane: polled, assistant: asst_1}
                a:
                b: {start: response}
                c: {start: assistant}
                d: {start: response, assistant: asst_2}
                """);
        assertThat(user.problems())
                .containsExactly(
                        "config/profiles.yaml:1:25: " + problem + "asst_1",
                        "config/profiles.yaml:5:22: " + problem + "asst_2");
        user.file("profiles.yaml", "default: {assistant: asst_1}\na: {lane: polled}\n");
        assertThat(user.problems()).containsExactly("config/profiles.yaml:2:1: " + problem + "asst_1");
    }

    @Test
    void assistant_isInheritedAndLeftOut() {
        String yaml = """
                default: {assistant: asst_1}
                asks: {lane: polled, start: assistant}
                responds: {lane: polled, start: response}
                makes: {lane: polled, start: assistant, assistant: null}
                """;
        assertThat(profile("asks", yaml).runs().assistant()).isEqualTo("asst_1");
        assertThat(profile("makes", yaml).runs().assistant()).isNull();
        assertThat(profile("responds", yaml).runs().start()).isEqualTo(RunRule.Start.RESPONSE);
    }

    @Test
    void otherProfile_takesFromDefaultWhatItLeavesOut() {
        Profile profile = profile("german", """
                default:
                  model: llama3
                  system: Be brief.
                  parameters: {temperature: 0, seed: 7}
                german:
                  template: "{{text}} in German"
                  output: jsonl
                  parameters: {temperature: 1}
                """);

        assertThat(profile.name()).isEqualTo("german");
        assertThat(profile.model()).isEqualTo("llama3");
        assertThat(profile.system()).isEqualTo("Be brief.");
        assertThat(profile.template()).isEqualTo("{{text}} in German");
        assertThat(profile.output()).isEqualTo(Profile.Output.JSONL);
        assertThat(profile.parameters().toString()).isEqualTo("{\"temperature\":1,\"seed\":7}");
    }

    @Test
    void otherProfile_empty_isLikeDefault() {
        assertThat(profile("copy", "copy:\n").model()).isEqualTo("gpt-5-mini");
    }

    @Test
    void otherProfile_null_takesAValueAway() {
        Profile profile = profile("bare", """
                default: {system: Be brief., parameters: {seed: 7, temperature: 0}}
                bare: {system: null, parameters: {seed: null}}
                """);

        assertThat(profile.system()).isNull();
        assertThat(profile.parameters().toString()).isEqualTo("{\"temperature\":0}");
    }

    @Test
    void otherProfile_otherEndpoint_takesNoParametersAndNoSystemPrompt() {
        Profile profile = profile("search", """
                default: {system: Be brief., parameters: {temperature: 0}, max-prompts: 50}
                search: {endpoint: embeddings, model: text-embedding-3-small, parameters: {dimensions: 8}}
                """);

        assertThat(profile.system()).isNull();
        assertThat(profile.parameters().toString()).isEqualTo("{\"dimensions\":8}");
        assertThat(profile.grouping().maxPrompts()).isEqualTo(50);
    }

    @Test
    void profiles_everyMistake_isNamed() {
        user.file("profiles.yaml", """
                Big Profile: {}
                list: [1]
                search:
                  endpoint: embedding
                  max-wait: 5
                  parameters: {model: x, stream: true, n: 0, max_tokens: 0}
                embed:
                  endpoint: embeddings
                  system: Be brief.
                  model:
                """);

        assertThat(user.problems())
                .containsExactlyInAnyOrder(
                        "config/profiles.yaml:1:1: name must be of a-z, 0-9, _ and -: value=Big Profile",
                        "config/profiles.yaml:2:1: list must be keys and values: value=[1]",
                        "config/profiles.yaml:4:3: endpoint must be one of completions, embeddings, moderations, chat,"
                                + " responses, images: value=\"embedding\"",
                        "config/profiles.yaml:5:3: max-wait must be a duration such as 250ms or 2s: value=5",
                        "config/profiles.yaml:6:16: parameters must not hold what Sluice sets itself: key=model",
                        "config/profiles.yaml:6:26: parameters must not hold what Sluice sets itself: key=stream",
                        "config/profiles.yaml:6:40: n must be a whole number from 1 to 128: value=0",
                        "config/profiles.yaml:6:46: max_tokens must be a whole number from 1 to 100000000: value=0",
                        "config/profiles.yaml:9:3: system has no meaning for this endpoint: endpoint=embeddings",
                        "config/profiles.yaml:10:3: model must be a text: value=null");
    }

    @Test
    void quickStart_profileOptions_goOverTheFileForDefault() {
        Profile profile = user.file("profiles.yaml", "default: {model: llama3, parameters: {seed: 7, max_tokens: 9}}")
                .quickStart(new QuickStart("qwen3", null, 64, "Be brief.", null, null, null, null, null, null))
                .load()
                .profiles()
                .get("default");

        assertThat(profile.model()).isEqualTo("qwen3");
        assertThat(profile.system()).isEqualTo("Be brief.");
        assertThat(profile.parameters().toString()).isEqualTo("{\"seed\":7,\"max_tokens\":64}");
    }

    @Test
    void quickStart_maxTokens_isNamedAsTheEndpointWants() {
        assertThat(tokenParameter("chat", "https://api.openai.com/v1")).isEqualTo("{\"max_completion_tokens\":5}");
        assertThat(tokenParameter("chat", "http://localhost:11434/v1")).isEqualTo("{\"max_tokens\":5}");
        assertThat(tokenParameter("responses", "")).isEqualTo("{\"max_output_tokens\":5}");
        assertThat(tokenParameter("completions", "")).isEqualTo("{\"max_tokens\":5}");
    }

    @Test
    void quickStart_otherEndpoint_dropsParametersOfTheFile() {
        Profile profile = user.file("profiles.yaml", "default: {system: Hi., parameters: {temperature: 0}}")
                .quickStart(new QuickStart("m", "embeddings", null, null, null, null, null, null, null, null))
                .load()
                .profiles()
                .get("default");

        assertThat(profile.endpoint()).isEqualTo(Endpoint.EMBEDDINGS);
        assertThat(profile.system()).isNull();
        assertThat(profile.parameters()).isEmpty();
    }

    @Test
    void quickStart_wrongValues_areNamedByTheirOption() {
        user.quickStart(new QuickStart(" ", "chatt", 0, "", null, null, 0L, -1L, 0L, 0));

        assertThat(user.problems())
                .extracting(problem -> problem.substring(0, problem.indexOf(':')))
                .containsExactlyInAnyOrder(
                        "--model",
                        "--endpoint",
                        "--max-tokens",
                        "--system",
                        "--rpm",
                        "--tpm",
                        "--ipm",
                        "--max-in-flight");
    }

    @Test
    void quickStart_optionsThatDontFitTheEndpoint_areProblems() {
        user.quickStart(new QuickStart(null, "embeddings", 5, "Hi.", null, null, null, null, null, null));

        assertThat(user.problems())
                .containsExactlyInAnyOrder(
                        "--max-tokens: this endpoint has no output tokens: endpoint=embeddings",
                        "--system: system has no meaning for this endpoint: endpoint=embeddings");
    }

    private Profile profile(String name, String yaml) {
        return user.file("profiles.yaml", yaml).load().profiles().get(name);
    }

    private String tokenParameter(String endpoint, String url) {
        return new UserFiles(temporary)
                .variable("OPENAI_BASE_URL", url)
                .quickStart(new QuickStart(null, endpoint, 5, null, null, null, null, null, null, null))
                .load()
                .profiles()
                .get("default")
                .parameters()
                .toString();
    }
}
