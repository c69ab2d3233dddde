package dev.sluice.provider;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where requests go and how they are authorised. Its text never shows the key. Immutable; {@link #problems()} tells what
 * is wrong with it.
 *
 * @param kind the dialect
 * @param baseUrl the URL that endpoint paths are appended to, such as {@code https://api.openai.com/v1}; for Azure the
 *     resource, such as {@code https://name.openai.azure.com}, or its {@code /openai/v1}
 * @param apiKey the key, or null to send none
 * @param organization the value of {@code OpenAI-Organization}, or null
 * @param project the value of {@code OpenAI-Project}, or null
 * @param apiVersion Azure's {@code api-version}, or null
 * @param connectTimeout how long a connection may take
 * @param responseTimeout how long a reply may take
 */
public record ProviderConfig(
        Kind kind,
        URI baseUrl,
        @Nullable String apiKey,
        @Nullable String organization,
        @Nullable String project,
        @Nullable String apiVersion,
        Duration connectTimeout,
        Duration responseTimeout) {

    /** A dialect of the API. */
    public enum Kind {
        /** OpenAI and compatible servers. */
        OPENAI,
        /** Azure OpenAI: {@code api-key} header, deployment paths, {@code api-version}. */
        AZURE
    }

    /** Returns what keeps requests from being sent with it, each as one sentence that never shows the key; empty when all is well. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        String scheme = baseUrl.getScheme();
        if (scheme == null || !scheme.matches("(?i)https?") || baseUrl.getHost() == null) {
            problems.add("base-url must begin with http:// or https:// and name a host: value=" + shownUrl());
        }
        if (baseUrl.getRawUserInfo() != null) {
            problems.add("base-url must hold no user name or password: value=" + shownUrl());
        }
        if (baseUrl.getRawFragment() != null) {
            problems.add("base-url must hold no #: value=" + shownUrl());
        }
        if (kind == Kind.AZURE && apiVersion == null && !baseUrl.getPath().matches(".*/openai/v1/*")) {
            problems.add("api-version is missing: kind=azure");
        }
        check(problems, "api-key", apiKey);
        check(problems, "organization", organization);
        check(problems, "project", project);
        return problems;
    }

    private static void check(List<String> problems, String name, @Nullable String value) {
        if (value != null && !isHeaderValue(value)) {
            problems.add(
                    name + " must be plain ASCII without blanks at its ends or line breaks: length=" + value.length());
        }
    }

    /** Returns whether a header can carry a value as it is: visible ASCII, blanks only inside. */
    static boolean isHeaderValue(String value) {
        return value.chars().allMatch(c -> c >= ' ' && c <= '~') && value.equals(value.strip()) && !value.isEmpty();
    }

    /** Returns whom requests are sent to and on whose behalf, without the key. */
    public String identity() {
        return shownUrl()
                + (organization == null ? "" : " organization=" + organization)
                + (project == null ? "" : " project=" + project);
    }

    /** Returns the base URL without user name, password, query and fragment, any of which may be secret. */
    private String shownUrl() {
        String port = baseUrl.getPort() < 0 ? "" : ":" + baseUrl.getPort();
        return baseUrl.getScheme() + "://" + baseUrl.getHost() + port
                + (baseUrl.getRawPath() == null ? "" : baseUrl.getRawPath());
    }

    @Override
    public String toString() {
        return "ProviderConfig[" + kind + " " + shownUrl() + " key=" + (apiKey == null ? "none" : "set") + "]";
    }
}
