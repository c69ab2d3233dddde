package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.provider.ProviderConfig;
import dev.sluice.provider.ProviderConfig.Kind;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProviderReaderTest {
    private static final String KEY = "sk-very-secret-4711";

    @TempDir
    private Path temporary;

    private UserFiles user;

    @BeforeEach
    void setUp() {
        user = new UserFiles(temporary);
    }

    @Test
    void environment_keyOnly_isOpenAi() {
        user.variable("OPENAI_API_KEY", KEY).variable("OPENAI_ORG_ID", "org-1").variable("OPENAI_PROJECT_ID", "proj_1");

        ProviderConfig provider = provider();

        assertThat(provider.baseUrl()).hasToString("https://api.openai.com/v1");
        assertThat(provider.kind()).isEqualTo(Kind.OPENAI);
        assertThat(provider.apiKey()).isEqualTo(KEY);
        assertThat(provider.organization()).isEqualTo("org-1");
        assertThat(provider.project()).isEqualTo("proj_1");
        assertThat(provider.connectTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(provider.responseTimeout()).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void environment_urlOnly_sendsNoKey() {
        ProviderConfig provider = user.variable("OPENAI_BASE_URL", "http://localhost:11434/v1/")
                .load()
                .provider()
                .orElseThrow();

        assertThat(provider.baseUrl()).hasToString("http://localhost:11434/v1");
        assertThat(provider.apiKey()).isNull();
    }

    @Test
    void environment_blankVariables_countAsUnset() {
        Configuration configuration = user.variable("OPENAI_API_KEY", " ")
                .variable("OPENAI_BASE_URL", "")
                .load();

        assertThat(configuration.provider()).isEmpty();
        assertThat(configuration.settings().text(Setting.PROVIDER_KIND)).isEqualTo("simulated");
    }

    @Test
    void file_beatsTheEnvironmentValueByValue_andSetBeatsTheFile() {
        user.properties("sluice.provider.base-url=http://one.test/v1\nsluice.provider.project=file")
                .variable("OPENAI_BASE_URL", "http://two.test/v1")
                .variable("OPENAI_PROJECT_ID", "environment")
                .variable("OPENAI_API_KEY", KEY)
                .set("provider.project", "command-line");

        ProviderConfig provider = provider();

        assertThat(provider.baseUrl()).hasToString("http://one.test/v1");
        assertThat(provider.project()).isEqualTo("command-line");
        assertThat(provider.apiKey()).isEqualTo(KEY);
        assertThat(user.load().settings().asMap())
                .containsEntry("sluice.provider.base-url", "http://one.test/v1")
                .containsEntry("sluice.provider.kind", "openai");
    }

    @Test
    void azure_itsVariables_giveItsKind() {
        user.variable("AZURE_OPENAI_ENDPOINT", "https://x.openai.azure.com/")
                .variable("AZURE_OPENAI_API_KEY", KEY)
                .variable("OPENAI_API_VERSION", "2024-10-21");

        ProviderConfig provider = provider();

        assertThat(provider.kind()).isEqualTo(Kind.AZURE);
        assertThat(provider.baseUrl()).hasToString("https://x.openai.azure.com");
        assertThat(provider.apiKey()).isEqualTo(KEY);
        assertThat(provider.apiVersion()).isEqualTo("2024-10-21");
    }

    @ParameterizedTest
    @CsvSource({
        "https://x.openai.azure.com, AZURE",
        "https://X.OpenAI.Azure.com:443/, AZURE",
        "https://x.openai.azure.com/openai/v1, OPENAI",
        "https://openai.azure.com.evil.test/v1, OPENAI",
        "http://localhost/x.openai.azure.com, OPENAI"
    })
    void auto_tellsAzureByItsHost(String url, Kind kind) {
        user.set("provider.base-url", url).set("provider.api-version", "2024-10-21");

        assertThat(provider().kind()).isEqualTo(kind);
    }

    @Test
    void azure_withoutUrlAndVersion_saysBoth() {
        user.variable("AZURE_OPENAI_API_KEY", KEY);

        assertThat(user.problems())
                .containsExactly(
                        "provider: Azure needs a URL: set AZURE_OPENAI_ENDPOINT or sluice.provider.base-url",
                        "provider: Azure needs a version: set OPENAI_API_VERSION or sluice.provider.api-version");
    }

    @Test
    void environment_variablesOfTwoProviders_mustBeChosenFrom() {
        user.variable("AZURE_OPENAI_ENDPOINT", "https://x.openai.azure.com").variable("OPENAI_API_KEY", KEY);

        assertThat(user.problems())
                .containsExactly("AZURE_OPENAI_ENDPOINT: variables of two providers are set:"
                        + " choose with sluice.provider.kind=openai or azure");
        assertThat(user.set("provider.kind", "openai")
                        .load()
                        .provider()
                        .orElseThrow()
                        .baseUrl())
                .hasToString("https://api.openai.com/v1");
    }

    @Test
    void azure_chosen_neverSendsTheKeyOfOpenAi() {
        user.variable("AZURE_OPENAI_ENDPOINT", "https://x.openai.azure.com")
                .variable("OPENAI_API_KEY", KEY)
                .set("provider.kind", "azure")
                .set("provider.api-version", "2024-10-21");

        assertThat(provider().apiKey()).isNull();
    }

    @Test
    void openAi_chosenWithoutUrlAndKey_isAProblem() {
        assertThat(user.set("provider.kind", "openai").problems())
                .containsExactly("provider: sluice.provider.kind=openai needs a URL or a key:"
                        + " set OPENAI_API_KEY or OPENAI_BASE_URL");
    }

    @Test
    void simulated_chosen_leavesUrlAndKeyAlone() {
        user.variable("OPENAI_API_KEY", KEY).set("provider.kind", "simulated");

        assertThat(user.load().provider()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "localhost:8000, must begin with http:// or https://: value=localhost:8000",
        "ftp://host/v1, must begin with http:// or https://: value=ftp://host/v1",
        "https:///v1, must name a host: value=https:///v1",
        "https://user:pass@host/v1, 'must hold no user, query or fragment'",
        "https://host/v1?key=1, 'must hold no user, query or fragment'",
        "https://host/v1/chat/completions/, must end before the endpoint's own path /chat/completions:"
                + " value=https://host/v1/chat/completions/",
        "https://host/%zz, must be a URL: value=https://host/%zz"
    })
    void baseUrl_notUsable_saysWhyWithoutSecrets(String url, String rule) {
        assertThat(user.variable("OPENAI_BASE_URL", url).problems())
                .containsExactly("OPENAI_BASE_URL: sluice.provider.base-url " + rule);
    }

    @Test
    void key_isNowhereToBeSeen() {
        Configuration configuration = user.properties("sluice.provider.api-key=" + KEY)
                .variable("OPENAI_API_KEY", KEY)
                .set("provider.api-key", KEY)
                .load();

        assertThat(configuration.provider().orElseThrow().apiKey()).isEqualTo(KEY);
        assertThat(configuration.settings().asMap()).containsEntry("sluice.provider.api-key", "(hidden)");
        assertThat(configuration.settings().text(Setting.PROVIDER_API_KEY)).isEqualTo("(hidden)");
        assertThat(configuration.toString() + configuration.warnings() + user.source())
                .doesNotContain(KEY);
    }

    @Test
    void key_thatNoHeaderCanCarry_isAProblemThatHidesIt() {
        user.variable("OPENAI_API_KEY", "sk-one\nsk-two").set("provider.api-key", "sk one");

        assertThat(user.problems())
                .containsExactly(
                        "--set: sluice.provider.api-key must be printable ASCII without spaces",
                        "OPENAI_API_KEY: sluice.provider.api-key must be printable ASCII without spaces");
    }

    @Test
    void key_overPlainHttpToAnotherMachine_isWarnedOf() {
        user.variable("OPENAI_API_KEY", KEY).variable("OPENAI_BASE_URL", "http://gpu.test:8000/v1");

        assertThat(user.warnings())
                .containsExactly("OPENAI_API_KEY: the key travels unencrypted over http: host=gpu.test");
    }

    @Test
    void key_onTheCommandLine_isWarnedOf() {
        assertThat(user.set("provider.api-key", KEY).warnings())
                .containsExactly("--set: sluice.provider.api-key shows the key to everybody on this machine;"
                        + " use OPENAI_API_KEY");
    }

    private ProviderConfig provider() {
        return user.load().provider().orElseThrow();
    }
}
