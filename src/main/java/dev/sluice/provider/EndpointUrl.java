package dev.sluice.provider;

import dev.sluice.prompt.Endpoint;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Builds the URL of an endpoint in the provider's dialect. Immutable. */
final class EndpointUrl {
    private final ProviderConfig.Kind kind;
    private final String base;
    private final String query;

    EndpointUrl(ProviderConfig config) {
        kind = config.kind();
        URI url = config.baseUrl();
        String path = url.getRawPath() == null ? "" : url.getRawPath().replaceAll("/+$", "");
        base = url.getScheme() + "://" + url.getRawAuthority() + path;
        query = query(url.getRawQuery(), kind == ProviderConfig.Kind.AZURE ? config.apiVersion() : null);
    }

    private static String query(@Nullable String own, @Nullable String apiVersion) {
        String kept = own == null ? "" : "?" + own;
        if (apiVersion == null || kept.contains("api-version=")) {
            return kept;
        }
        return kept + (own == null ? "?" : "&") + "api-version=" + encode(apiVersion);
    }

    /** Returns the URL; Azure's has the model as deployment in its path, save below {@code /openai/v1}. */
    URI of(Endpoint endpoint, String model) {
        return URI.create(
                base + (kind == ProviderConfig.Kind.AZURE ? azurePath(endpoint, model) : endpoint.path()) + query);
    }

    /** Returns the URL of a path such as {@code /batches}, which no model has a part in. */
    URI of(String path, String extraQuery) {
        boolean below = kind == ProviderConfig.Kind.AZURE && !base.endsWith("/openai/v1") && !base.endsWith("/openai");
        String whole = extraQuery.isEmpty() ? query : query.isEmpty() ? "?" + extraQuery : query + "&" + extraQuery;
        return URI.create(base + (below ? "/openai" : "") + path + whole);
    }

    private String azurePath(Endpoint endpoint, String model) {
        if (base.endsWith("/openai/v1")) {
            return endpoint.path();
        }
        String openai = base.endsWith("/openai") ? "" : "/openai";
        return switch (endpoint) {
            case COMPLETIONS, CHAT, EMBEDDINGS, IMAGES -> openai + "/deployments/" + encode(model) + endpoint.path();
            case RESPONSES, MODERATIONS -> openai + endpoint.path();
        };
    }

    private static String encode(String text) {
        String encoded = URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
        return encoded.matches("\\.+") ? encoded.replace(".", "%2E") : encoded;
    }
}
