package dev.sluice.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.sluice.prompt.Endpoint;
import dev.sluice.prompt.Prompt;
import dev.sluice.provider.ProviderConfig.Kind;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestFactoryTest {
    private static final Prompt CHAT =
            Prompts.one(Endpoint.CHAT, "[{\"role\":\"user\",\"content\":\"Grüße\"}]", "{\"temperature\":0}");

    @Test
    void chat_single_hasInputAndParameters() {
        assertThat(body(List.of(CHAT)))
                .isEqualTo(
                        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Grüße\"}],\"temperature\":0}");
    }

    @Test
    void completions_single_sendsPlainText() {
        assertThat(body(Prompts.several(Endpoint.COMPLETIONS, 1)))
                .isEqualTo("{\"model\":\"m\",\"prompt\":\"prompt 0\"}");
    }

    @ParameterizedTest
    @CsvSource({"COMPLETIONS,prompt", "EMBEDDINGS,input", "MODERATIONS,input"})
    void listEndpoint_several_sendsList(Endpoint endpoint, String field) {
        assertThat(body(Prompts.several(endpoint, 2)))
                .isEqualTo("{\"model\":\"m\",\"" + field + "\":[\"prompt 0\",\"prompt 1\"]}");
    }

    @Test
    void input_isListAlready_isSentAsItIs() {
        assertThat(body(List.of(Prompts.alone(Endpoint.EMBEDDINGS, "[\"a\",\"b\"]", 1))))
                .isEqualTo("{\"model\":\"m\",\"input\":[\"a\",\"b\"]}");
    }

    @Test
    void input_halfSurrogatePair_isSentAsEscape() {
        Prompt half = Prompts.of(
                Endpoint.COMPLETIONS, 0, TextNode.valueOf("ä\ud83d!"), "{\"stop\":\"ö\ude00\"}", 1, 1, false);
        Prompt whole = Prompts.of(Endpoint.COMPLETIONS, 1, TextNode.valueOf("😀"), half.parameters(), 1, 1, false);

        assertThat(body(List.of(half, whole)))
                .isEqualTo("{\"model\":\"m\",\"prompt\":[\"\\u00e4\\ud83d!\",\"\\ud83d\\ude00\"],"
                        + "\"stop\":\"\\u00f6\\ude00\"}");
    }

    @Test
    void input_halfSurrogatePairInTextOnly_isSentAsEscape() {
        Prompt half =
                Prompts.of(Endpoint.COMPLETIONS, 0, TextNode.valueOf("ä\ud83d!"), "{\"stop\":\"😀\"}", 1, 1, false);

        assertThat(body(List.of(half))).isEqualTo("{\"model\":\"m\",\"prompt\":\"ä\\uD83D!\",\"stop\":\"😀\"}");
    }

    @Test
    void prompts_ofDifferentParameters_areRefused() {
        Prompt other = Prompts.of(Endpoint.COMPLETIONS, 7, TextNode.valueOf("x"), "{\"n\":2}", 2, 1, false);
        List<Prompt> mixed = List.of(Prompts.several(Endpoint.COMPLETIONS, 1).get(0), other);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> body(mixed))
                .withMessage("the prompt can't share this request: job=1 index=7");
    }

    @Test
    void chat_several_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> body(List.of(CHAT, CHAT)));
    }

    @Test
    void prompts_none_areRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> body(List.of()));
    }

    @Test
    void headers_openai_areThoseOfTheOfficialClients() {
        assertThat(request(config(Kind.OPENAI, "https://h/v1", "sk-1", null)).headers())
                .containsEntry("Authorization", "Bearer sk-1")
                .containsEntry("Content-Type", "application/json")
                .containsEntry("Accept", "application/json")
                .containsEntry("OpenAI-Organization", "org-1")
                .containsEntry("OpenAI-Project", "proj-1")
                .containsEntry("X-Client-Request-Id", "job-1/0")
                .containsEntry("User-Agent", "sluice/1.2.3")
                .hasSize(7);
    }

    @Test
    void headers_noKey_haveNoAuthorization() {
        assertThat(request(config(Kind.OPENAI, "http://localhost:11434/v1", null, null))
                        .headers())
                .doesNotContainKeys("Authorization", "api-key");
    }

    @Test
    void headers_azure_haveApiKey() {
        assertThat(request(config(Kind.AZURE, "https://r.openai.azure.com", "k", "2024-10-21"))
                        .headers())
                .containsEntry("api-key", "k")
                .doesNotContainKey("Authorization");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "OPENAI, https://h/v1,                      -,          https://h/v1/chat/completions",
                "OPENAI, https://h:8443/v1/,                -,          https://h:8443/v1/chat/completions",
                "OPENAI, http://127.0.0.1:8080,             -,          http://127.0.0.1:8080/chat/completions",
                "OPENAI, http://[::1]:8080/v1,              -,          http://[::1]:8080/v1/chat/completions",
                "OPENAI, https://h/v1?tenant=a,             2024-10-21, https://h/v1/chat/completions?tenant=a",
                "AZURE,  https://r.azure.com,               2024-10-21, https://r.azure.com/openai/deployments/m/chat/completions?api-version=2024-10-21",
                "AZURE,  https://r.azure.com/,              2024-10-21, https://r.azure.com/openai/deployments/m/chat/completions?api-version=2024-10-21",
                "AZURE,  https://r.azure.com/openai/,       2024-10-21, https://r.azure.com/openai/deployments/m/chat/completions?api-version=2024-10-21",
                "AZURE,  https://r.azure.com/openai/v1/,    -,          https://r.azure.com/openai/v1/chat/completions",
                "AZURE,  https://r.azure.com/openai/v1,     preview,    https://r.azure.com/openai/v1/chat/completions?api-version=preview",
                "AZURE,  https://g/x?api-version=1,         2,          https://g/x/openai/deployments/m/chat/completions?api-version=1"
            })
    void url_ofDialect_isBuilt(Kind kind, String base, @Nullable String apiVersion, String url) {
        assertThat(request(config(kind, base, "k", apiVersion)).url()).hasToString(url);
    }

    @ParameterizedTest
    @CsvSource({
        "my gpt/4ö, /openai/deployments/my%20gpt%2F4%C3%B6/embeddings",
        ".., /openai/deployments/%2E%2E/embeddings",
        "gpt-4.1, /openai/deployments/gpt-4.1/embeddings"
    })
    void url_azureModel_isEncoded(String model, String path) {
        Prompt prompt = Prompt.of(1, 0, "p", Endpoint.EMBEDDINGS, model, TextNode.valueOf("x"));
        RequestFactory factory = new RequestFactory(config(Kind.AZURE, "https://r", "k", "1"), "1");

        assertThat(factory.request(List.of(prompt), "id").url()).hasToString("https://r" + path + "?api-version=1");
    }

    @Test
    void url_azureResponses_hasNoDeployment() {
        RequestFactory factory = new RequestFactory(config(Kind.AZURE, "https://r", "k", "1"), "1");

        assertThat(factory.request(List.of(Prompts.one(Endpoint.RESPONSES, "\"x\"", "{}")), "id")
                        .url())
                .hasToString("https://r/openai/responses?api-version=1");
    }

    @Test
    void images_prompt_isSentWithItsParametersToTheirPath() {
        Prompt image = Prompts.one(Endpoint.IMAGES, "\"a lock\"", "{\"n\":2,\"size\":\"256x256\"}");
        RequestFactory openAi = new RequestFactory(config(Kind.OPENAI, "https://h/v1", "k", null), "1");
        RequestFactory azure = new RequestFactory(config(Kind.AZURE, "https://r", "k", "1"), "1");

        assertThat(body(List.of(image)))
                .isEqualTo("{\"model\":\"m\",\"prompt\":\"a lock\",\"n\":2,\"size\":\"256x256\"}");
        assertThat(openAi.request(List.of(image), "id").url()).hasToString("https://h/v1/images/generations");
        assertThat(azure.request(List.of(image), "id").url())
                .hasToString("https://r/openai/deployments/m/images/generations?api-version=1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sk-1\r\nX: y", "sk-1\n", " sk-1", "sk-ü", "sk-\u0000", ""})
    void key_unfitForHeader_isRefusedAndNotShown(String key) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RequestFactory(config(Kind.OPENAI, "https://h/v1", key, null), "1"))
                .withMessageStartingWith("api-key must be plain ASCII")
                .withMessageNotContaining("sk-");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nb", "ä", ""})
    void clientRequestId_unfitForHeader_isRefused(String id) {
        RequestFactory factory = new RequestFactory(config(Kind.OPENAI, "https://h/v1", "k", null), "1");

        assertThatIllegalArgumentException().isThrownBy(() -> factory.request(List.of(CHAT), id));
        assertThatIllegalArgumentException().isThrownBy(() -> factory.request(List.of(CHAT), "x".repeat(513)));
        assertThat(factory.request(List.of(CHAT), "x".repeat(512)).headers()).isNotEmpty();
    }

    @Test
    void problems_ofConfiguration_areToldAllAtOnce() {
        ProviderConfig config = config(Kind.AZURE, "ftp://me:secret@h/x?key=secret#f", "a\nb", null);

        assertThat(config.problems())
                .containsExactly(
                        "base-url must begin with http:// or https:// and name a host: value=ftp://h/x",
                        "base-url must hold no user name or password: value=ftp://h/x",
                        "base-url must hold no #: value=ftp://h/x",
                        "api-version is missing: kind=azure",
                        "api-key must be plain ASCII without blanks at its ends or line breaks: length=3");
        assertThat(config.toString()).doesNotContain("secret", "a\nb").contains("key=set");
        assertThat(config(Kind.OPENAI, "localhost:8080/v1", null, null).problems())
                .hasSize(1);
    }

    @Test
    void request_asText_showsNeitherKeyNorContent() {
        assertThat(request(config(Kind.OPENAI, "https://h/v1?key=secret", "sk-1", null)))
                .asString()
                .isEqualTo("ProviderRequest[h/v1/chat/completions bytes=78]");
    }

    private static String body(List<Prompt> prompts) {
        RequestFactory factory = new RequestFactory(config(Kind.OPENAI, "https://h/v1", "k", null), "1");
        return new String(factory.request(prompts, "id").body(), StandardCharsets.UTF_8);
    }

    private static ProviderRequest request(ProviderConfig config) {
        return new RequestFactory(config, "1.2.3").request(List.of(CHAT), "job-1/0");
    }

    private static ProviderConfig config(Kind kind, String base, @Nullable String key, @Nullable String apiVersion) {
        return new ProviderConfig(
                kind,
                URI.create(base),
                key,
                "org-1",
                "proj-1",
                apiVersion,
                Duration.ofSeconds(5),
                Duration.ofSeconds(60));
    }
}
