package dev.sluice.provider;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where requests go and how they are authorised. Its text never shows the key.
 *
 * @param kind the dialect
 * @param baseUrl the URL that endpoint paths are appended to, such as {@code https://api.openai.com/v1}
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

    @Override
    public String toString() {
        return "ProviderConfig[" + kind + " " + baseUrl + " key=" + (apiKey == null ? "none" : "set") + "]";
    }
}
