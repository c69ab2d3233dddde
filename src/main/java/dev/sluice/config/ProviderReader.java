package dev.sluice.config;

import dev.sluice.provider.ProviderConfig;
import dev.sluice.provider.ProviderConfig.Kind;
import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the provider as the official SDKs do: what is given in a file or with {@code --set} beats the environment, value
 * by value. Not thread-safe.
 */
final class ProviderReader {
    private static final String SIMULATED = "simulated";
    private static final String OPENAI = "openai";
    private static final String AZURE = "azure";
    private static final String AZURE_HOSTS = ".openai.azure.com";
    private static final Value OPENAI_URL = new Value("https://api.openai.com/v1", "default");

    private final Map<Setting, Value> values;
    private final Map<String, String> environment;
    private final Problems problems;

    ProviderReader(Map<Setting, Value> given, Map<String, String> environment, Problems problems) {
        this.values = new EnumMap<>(Setting.class);
        this.values.putAll(given);
        this.environment = environment;
        this.problems = problems;
    }

    /** Returns the settings given, and after {@link #read} with those that the environment and the defaults filled in. */
    Map<Setting, Value> values() {
        return values;
    }

    /** Returns the provider, or empty where the simulated one is to answer. */
    Optional<ProviderConfig> read() {
        String kind = kind();
        if (kind.equals(AZURE)) {
            fillForAzure();
        } else if (kind.equals(OPENAI)) {
            fillForOpenAi();
        }
        boolean remote = !kind.equals(SIMULATED) && values.containsKey(Setting.PROVIDER_BASE_URL);
        values.put(Setting.PROVIDER_KIND, new Value(remote ? kind : SIMULATED, "default"));
        return remote ? provider(kind.equals(AZURE) ? Kind.AZURE : Kind.OPENAI) : Optional.empty();
    }

    private String kind() {
        Value chosen = values.get(Setting.PROVIDER_KIND);
        if (chosen != null && !chosen.text().equals(Setting.PROVIDER_KIND.defaultValue())) {
            return chosen.text();
        }
        Value url = values.get(Setting.PROVIDER_BASE_URL);
        if (url != null) {
            return kindOf(url.text());
        }
        boolean openAi = variable("OPENAI_BASE_URL").isPresent()
                || variable("OPENAI_API_KEY").isPresent();
        boolean azureUrl = variable("AZURE_OPENAI_ENDPOINT").isPresent();
        if (openAi && azureUrl) {
            problems.add(
                    "AZURE_OPENAI_ENDPOINT",
                    "variables of two providers are set: choose with sluice.provider.kind=openai or azure");
            return SIMULATED;
        }
        boolean azureKey =
                variable("AZURE_OPENAI_API_KEY").isPresent() && !values.containsKey(Setting.PROVIDER_API_KEY);
        return azureUrl || (azureKey && !openAi)
                ? AZURE
                : variable("OPENAI_BASE_URL").map(ProviderReader::kindOf).orElse(OPENAI);
    }

    /** Tells the dialect by the host; Azure's newer {@code /openai/v1} paths speak OpenAI's own. */
    private static String kindOf(String url) {
        String text = url.toLowerCase(Locale.ROOT);
        String host = text.replaceFirst("^[a-z]+://", "").replaceFirst("[:/?#].*", "");
        return host.endsWith(AZURE_HOSTS) && !text.contains("/openai/v1") ? AZURE : OPENAI;
    }

    private void fillForOpenAi() {
        boolean chosen = values.containsKey(Setting.PROVIDER_KIND)
                && values.get(Setting.PROVIDER_KIND).text().equals(OPENAI);
        fill(Setting.PROVIDER_BASE_URL, "OPENAI_BASE_URL");
        fill(Setting.PROVIDER_API_KEY, "OPENAI_API_KEY");
        fillAccount();
        if (values.containsKey(Setting.PROVIDER_API_KEY)) {
            values.putIfAbsent(Setting.PROVIDER_BASE_URL, OPENAI_URL);
        } else if (chosen && !values.containsKey(Setting.PROVIDER_BASE_URL)) {
            addMissing("sluice.provider.kind=openai needs a URL or a key: set OPENAI_API_KEY or OPENAI_BASE_URL");
        }
    }

    private void fillForAzure() {
        fill(Setting.PROVIDER_BASE_URL, "AZURE_OPENAI_ENDPOINT");
        fill(Setting.PROVIDER_API_KEY, "AZURE_OPENAI_API_KEY");
        if (!values.containsKey(Setting.PROVIDER_BASE_URL)) {
            fill(Setting.PROVIDER_BASE_URL, "OPENAI_BASE_URL");
            fill(Setting.PROVIDER_API_KEY, "OPENAI_API_KEY");
        }
        fill(Setting.PROVIDER_API_VERSION, "OPENAI_API_VERSION");
        fillAccount();
        if (!values.containsKey(Setting.PROVIDER_BASE_URL)) {
            addMissing("Azure needs a URL: set AZURE_OPENAI_ENDPOINT or sluice.provider.base-url");
        }
        if (!values.containsKey(Setting.PROVIDER_API_VERSION)) {
            addMissing("Azure needs a version: set OPENAI_API_VERSION or sluice.provider.api-version");
        }
    }

    private void fillAccount() {
        fill(Setting.PROVIDER_ORGANIZATION, "OPENAI_ORG_ID");
        fill(Setting.PROVIDER_PROJECT, "OPENAI_PROJECT_ID");
    }

    private void addMissing(String sentence) {
        problems.add("provider", sentence);
    }

    private void fill(Setting setting, String variable) {
        Optional<String> text = variable(variable);
        if (text.isEmpty() || values.containsKey(setting)) {
            return;
        }
        setting.normalize(text.get())
                .ifPresentOrElse(
                        value -> values.put(setting, new Value(value, variable)),
                        () -> problems.add(variable, SettingsReader.broken(setting, text.get())));
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).map(String::strip).filter(text -> !text.isEmpty());
    }

    private Optional<ProviderConfig> provider(Kind kind) {
        return BaseUrl.read(values.getOrDefault(Setting.PROVIDER_BASE_URL, OPENAI_URL), problems)
                .map(url -> {
                    warnIfKeyIsOpen(url);
                    values.put(Setting.PROVIDER_BASE_URL, new Value(url.toString(), "default"));
                    return new ProviderConfig(
                            kind,
                            url,
                            text(Setting.PROVIDER_API_KEY),
                            text(Setting.PROVIDER_ORGANIZATION),
                            text(Setting.PROVIDER_PROJECT),
                            text(Setting.PROVIDER_API_VERSION),
                            millis(Setting.PROVIDER_CONNECT_TIMEOUT_MILLIS),
                            millis(Setting.PROVIDER_RESPONSE_TIMEOUT_MILLIS));
                });
    }

    private void warnIfKeyIsOpen(URI url) {
        boolean local = url.getHost().matches("localhost|127\\..*|\\[::1]");
        Value key = values.get(Setting.PROVIDER_API_KEY);
        if (key != null && !local && url.getScheme().equalsIgnoreCase("http")) {
            problems.warn(key.place(), "the key travels unencrypted over http: host=" + url.getHost());
        }
    }

    private @Nullable String text(Setting setting) {
        Value value = values.get(setting);
        return value == null ? null : value.text();
    }

    private Duration millis(Setting setting) {
        Value value = values.get(setting);
        return Duration.ofMillis(Long.parseLong(value == null ? setting.defaultValue() : value.text()));
    }
}
