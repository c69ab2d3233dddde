package dev.sluice.simulator;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * What a request's URI names, whichever of the ways of writing it was used.
 *
 * @param path the path below the version, such as {@code /chat/completions}; the whole path where it has no version
 * @param deployment the deployment of an Azure path, or null
 * @param azure whether it is one of Azure's paths
 * @param query the query as sent, or empty
 */
record Address(String path, @Nullable String deployment, boolean azure, String query) {
    private static final String VERSION = "/v1/";
    private static final String AZURE_VERSION = "/openai/v1/";
    private static final String DEPLOYMENTS = "/openai/deployments/";

    /** Reads {@code /v1/…}, {@code /openai/v1/…} and {@code /openai/deployments/{d}/…}. */
    static Address of(URI uri) {
        String path = uri.getPath() == null ? "" : uri.getPath();
        String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
        if (path.startsWith(VERSION)) {
            return new Address(path.substring(VERSION.length() - 1), null, false, query);
        }
        if (path.startsWith(AZURE_VERSION)) {
            return new Address(path.substring(AZURE_VERSION.length() - 1), null, true, query);
        }
        int end = path.indexOf('/', DEPLOYMENTS.length());
        if (path.startsWith(DEPLOYMENTS) && end > 0) {
            return new Address(path.substring(end), path.substring(DEPLOYMENTS.length(), end), true, query);
        }
        return new Address(path, null, false, query);
    }

    /** Returns whether it names an API version where it must: on deployment paths. */
    boolean isVersioned() {
        return deployment == null || query.contains("api-version=");
    }
}
